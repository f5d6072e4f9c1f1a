using System.Collections.Frozen;
using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <summary>
/// Reads tokens by recursive descent. Strict about the structure of statements and queries, tolerant in the tails of DDL. A failure is sticky:
/// it moves to the end of the text, where every loop stops.
/// </summary>
internal sealed partial class SqlParser
{
    private readonly SqlTokens _tokens;
    private readonly int[] _closing;
    private readonly SqlAnalyzerOptions _options;
    private readonly IReadOnlyDictionary<string, string?>? _binds;
    private int _at;
    private int _depth;

    private SqlParser(SqlTokens tokens, SqlAnalyzerOptions options, IReadOnlyDictionary<string, string?>? binds, int depth)
    {
        (_tokens, _options, _binds, _depth) = (tokens, options, binds, depth);
        _closing = Closings(tokens);
    }

    private bool Failed { get; set; }

    private Token Current => _tokens[_at];

    private bool AtEnd => Current.Kind == TokenKind.End;

    /// <summary>For each opening parenthesis, where it closes; -1 for one that does not.</summary>
    private static int[] Closings(SqlTokens tokens)
    {
        var closing = new int[tokens.Count];
        Array.Fill(closing, -1);
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens.IsSymbol(i, "("))
            {
                open.Push(i);
            }
            else if (tokens.IsSymbol(i, ")") && open.TryPop(out var start))
            {
                closing[start] = i;
            }
        }

        return closing;
    }

    private void Fail()
    {
        Failed = true;
        _at = _tokens.Count - 1;
    }

    private bool Enter()
    {
        if (++_depth > _options.DepthMax)
        {
            Fail();
        }

        return !Failed;
    }

    private void Leave() => _depth--;

    private bool Is(string word, int ahead = 0) => _tokens.IsWord(_at + ahead, word);

    private bool IsSymbol(string symbol, int ahead = 0) => _tokens.IsSymbol(_at + ahead, symbol);

    private bool IsOneOf(FrozenSet<string> words, int ahead = 0) =>
        _tokens[_at + ahead].Kind == TokenKind.Word && words.Contains(_tokens.Name(_tokens[_at + ahead]));

    private bool Take(string word)
    {
        if (!Is(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!IsSymbol(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TakeBoth(string first, string second)
    {
        if (!Is(first) || !Is(second, 1))
        {
            return false;
        }

        _at += 2;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            Fail();
        }
    }

    private void ExpectSymbol(string symbol)
    {
        if (!TakeSymbol(symbol))
        {
            Fail();
        }
    }

    private bool AtStatementEnd => AtEnd || IsSymbol(";") || IsSymbol("->>");

    /// <summary>True when a name can stand here: quoted, or a word that is not reserved.</summary>
    private bool AtName => Current.Kind == TokenKind.Quoted || (Current.Kind == TokenKind.Word && !IsOneOf(Words.Reserved));

    private string Name()
    {
        if (Current.Kind is not (TokenKind.Quoted or TokenKind.Word))
        {
            Fail();
            return "";
        }

        return _tokens.Name(_tokens[_at++]);
    }

    /// <summary>Names in parentheses: columns of an alias, of an INSERT.</summary>
    private List<string> Names()
    {
        var names = new List<string>();
        ExpectSymbol("(");
        while (!Failed && !TakeSymbol(")"))
        {
            names.Add(ColumnName());
            if (!TakeSymbol(","))
            {
                ExpectSymbol(")");
                break;
            }
        }

        return names;
    }

    private string ColumnName()
    {
        if (!AtName)
        {
            Fail();
            return "";
        }

        return Name();
    }

    /// <summary>Steps over a parenthesis and all that is in it.</summary>
    private void SkipParentheses()
    {
        var closing = IsSymbol("(") ? _closing[_at] : -1;
        if (closing < 0)
        {
            Fail();
        }
        else
        {
            _at = closing + 1;
        }
    }

    /// <summary>Steps over what is left of a statement whose tail has no bearing on what it reads.</summary>
    private void SkipTail()
    {
        while (!Failed && !AtStatementEnd)
        {
            SkipOne();
        }
    }

    private void SkipOne()
    {
        if (IsSymbol("("))
        {
            SkipParentheses();
        }
        else if (AtEnd || IsSymbol(")"))
        {
            Fail();
        }
        else
        {
            _at++;
        }
    }

    /// <summary>
    /// The name of an object, <c>a.b.c</c> or IDENTIFIER(…); null when it is computed. An empty part stands for the schema left out of
    /// <c>db..t</c>.
    /// </summary>
    private string[]? ObjectParts()
    {
        if (Is("IDENTIFIER") && IsSymbol("(", 1))
        {
            return IdentifierCall();
        }

        if (!AtName)
        {
            Fail();
            return [];
        }

        return DottedName();
    }

    private string[] DottedName()
    {
        var parts = new List<string>(3) { Name() };
        while (!Failed && IsSymbol(".") && parts.Count < 4)
        {
            if (IsSymbol(".", 1))
            {
                _at += 2;
                parts.Add("");
            }
            else
            {
                _at++;
            }

            parts.Add(Name());
        }

        return [.. parts];
    }

    private string[]? IdentifierCall()
    {
        _at += 2;
        var value = Current.Kind is TokenKind.Text or TokenKind.DollarText ? _tokens.Value(_tokens[_at++]) : BindValue();
        if (value is not null && TakeSymbol(")"))
        {
            return NameIn(value);
        }

        while (!Failed && !IsSymbol(")"))
        {
            SkipOne();
        }

        ExpectSymbol(")");
        return null;
    }

    /// <summary>The text bound to the placeholder here, stepping over it; null, staying, when there is none.</summary>
    private string? BindValue()
    {
        if (_binds is null)
        {
            return null;
        }

        string key;
        var length = 1;
        if (IsSymbol("?"))
        {
            key = CountPlaceholders().ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (IsSymbol(":") && _tokens[_at + 1].Kind is TokenKind.Word or TokenKind.Number)
        {
            key = _tokens.Span(_tokens[_at + 1]).ToString();
            length = 2;
        }
        else
        {
            return null;
        }

        if (!_binds.TryGetValue(key, out var value) || value is null)
        {
            return null;
        }

        _at += length;
        return value;
    }

    /// <summary>The position of the placeholder here. Reading only moves on, so that what was counted stays counted.</summary>
    private int CountPlaceholders()
    {
        for (; _countedTo <= _at; _countedTo++)
        {
            _placeholders += _tokens.IsSymbol(_countedTo, "?") ? 1 : 0;
        }

        return _placeholders;
    }

    private int _countedTo;
    private int _placeholders;

    /// <summary>The name written in a text value; null when it is none.</summary>
    private static string[]? NameIn(string value)
    {
        var tokens = SqlTokens.Read(value);
        if (!tokens.Ok)
        {
            return null;
        }

        var parser = new SqlParser(tokens, SqlAnalyzerOptions.Default, null, 0);
        var parts = parser.ObjectParts();
        return parser.Failed || !parser.AtEnd ? null : parts;
    }
}
