using System.Text;

namespace Snowtrail.Sandbox.Sql;

/// <summary>Cuts Snowflake SQL into tokens.</summary>
internal static class Tokenizer
{
    private static readonly string[] Pairs = ["->>", "::", "=>", "||", "<=", ">=", "<>", "!=", "->", ":="];

    public static List<Token> Read(string sql)
    {
        var tokens = new List<Token>();
        var at = 0;
        while ((at = SkipBlank(sql, at)) < sql.Length)
        {
            var token = Next(sql, at, tokens.Count == 0 ? default : tokens[^1]);
            tokens.Add(token);
            at = token.End;
        }

        return NumberBinds(tokens);
    }

    private static int SkipBlank(string sql, int at)
    {
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]) || sql[at] == '\uFEFF')
            {
                at++;
            }
            else if (Starts(sql, at, "--") || Starts(sql, at, "//"))
            {
                var end = sql.IndexOf('\n', at);
                at = end < 0 ? sql.Length : end + 1;
            }
            else if (Starts(sql, at, "/*"))
            {
                var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = end < 0 ? throw SqlFailure.Syntax(sql, at, "unclosed comment") : end + 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static Token Next(string sql, int at, Token previous)
    {
        var c = sql[at];
        if (c == '\'')
        {
            return Text(sql, at);
        }

        if (c == '"')
        {
            return Quoted(sql, at);
        }

        if (Starts(sql, at, "$$"))
        {
            var end = sql.IndexOf("$$", at + 2, StringComparison.Ordinal);
            return end < 0
                ? throw SqlFailure.Syntax(sql, at, "$$")
                : new Token(TokenKind.Text, sql[(at + 2)..end], at, end + 2);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < sql.Length && char.IsAsciiDigit(sql[at + 1]) && !previous.IsName))
        {
            return Number(sql, at);
        }

        if (IsNameStart(c))
        {
            var end = NameEnd(sql, at);
            return new Token(TokenKind.Word, sql[at..end].ToUpperInvariant(), at, end);
        }

        return c is '$' or ':' or '?' ? Mark(sql, at, previous) : Symbol(sql, at);
    }

    private static Token Mark(string sql, int at, Token previous)
    {
        if (sql[at] == '?')
        {
            return new Token(TokenKind.Bind, "?", at, at + 1);
        }

        var end = NameEnd(sql, at + 1);
        if (sql[at] == '$')
        {
            return new Token(TokenKind.Variable, sql[(at + 1)..end].ToUpperInvariant(), at, end);
        }

        // A path clings to what it reaches into: v:a is one, SELECT :a is a bind.
        var path = previous.End == at && (previous.IsName || previous.IsSymbol(")") || previous.IsSymbol("]") || previous.Kind == TokenKind.Variable);
        return Starts(sql, at, "::") || Starts(sql, at, ":=") || path || end == at + 1
            ? Symbol(sql, at)
            : new Token(TokenKind.Bind, sql[(at + 1)..end], at, end);
    }

    private static Token Symbol(string sql, int at)
    {
        var pair = Array.Find(Pairs, p => Starts(sql, at, p)) ?? sql[at].ToString();
        return new Token(TokenKind.Symbol, pair, at, at + pair.Length);
    }

    private static Token Text(string sql, int start)
    {
        var value = new StringBuilder();
        for (var at = start + 1; at < sql.Length; at++)
        {
            var c = sql[at];
            if (c == '\\' && at + 1 < sql.Length)
            {
                at = Escape(sql, at + 1, value);
            }
            else if (c != '\'')
            {
                value.Append(c);
            }
            else if (at + 1 < sql.Length && sql[at + 1] == '\'')
            {
                value.Append(c);
                at++;
            }
            else
            {
                return new Token(TokenKind.Text, value.ToString(), start, at + 1);
            }
        }

        throw SqlFailure.Syntax(sql, start, sql[start..Math.Min(sql.Length, start + 20)]);
    }

    private static int Escape(string sql, int at, StringBuilder value)
    {
        var digits = sql[at] switch { 'u' => 4, 'x' => 2, _ => 0 };
        if (digits > 0 && at + digits < sql.Length
            && int.TryParse(sql.AsSpan(at + 1, digits), System.Globalization.NumberStyles.HexNumber, null, out var code))
        {
            value.Append((char)code);
            return at + digits;
        }

        value.Append(sql[at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', '0' => '\0', var c => c });
        return at;
    }

    private static Token Quoted(string sql, int start)
    {
        var value = new StringBuilder();
        for (var at = start + 1; at < sql.Length; at++)
        {
            if (sql[at] != '"')
            {
                value.Append(sql[at]);
            }
            else if (at + 1 < sql.Length && sql[at + 1] == '"')
            {
                value.Append('"');
                at++;
            }
            else
            {
                return new Token(TokenKind.Quoted, value.ToString(), start, at + 1);
            }
        }

        throw SqlFailure.Syntax(sql, start, "\"");
    }

    private static Token Number(string sql, int start)
    {
        var at = start;
        while (at < sql.Length && (char.IsAsciiDigit(sql[at]) || sql[at] == '.'))
        {
            at++;
        }

        if (at < sql.Length && sql[at] is 'e' or 'E')
        {
            var exponent = at + 1 < sql.Length && sql[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (exponent < sql.Length && char.IsAsciiDigit(sql[exponent]))
            {
                at = exponent;
                while (at < sql.Length && char.IsAsciiDigit(sql[at]))
                {
                    at++;
                }
            }
        }

        return new Token(TokenKind.Number, sql[start..at], start, at);
    }

    private static List<Token> NumberBinds(List<Token> tokens)
    {
        var ordinal = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] is { Kind: TokenKind.Bind, Value: "?" } bind)
            {
                tokens[i] = bind with { Value = (++ordinal).ToString(System.Globalization.CultureInfo.InvariantCulture) };
            }
        }

        return tokens;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static int NameEnd(string sql, int at)
    {
        while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] is '_' or '$'))
        {
            at++;
        }

        return at;
    }

    private static bool Starts(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;
}
