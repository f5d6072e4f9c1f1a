using System.Globalization;
using System.Text;

namespace Snowtrail.Proxy.Sql.Lexing;

/// <summary>A text with its tokens; the last token is <see cref="TokenKind.End"/>.</summary>
internal sealed class SqlTokens
{
    private readonly Token[] _tokens;

    private SqlTokens(string text, Token[] tokens, bool ok) => (Text, _tokens, Ok) = (text, tokens, ok);

    public string Text { get; }

    /// <summary>False when some part of the text is no token.</summary>
    public bool Ok { get; }

    public int Count => _tokens.Length;

    public Token this[int index] => _tokens[Math.Clamp(index, 0, _tokens.Length - 1)];

    public static SqlTokens Read(string text)
    {
        var lexer = new SqlLexer(text);
        var tokens = new List<Token>((text.Length / 5) + 4);
        while (true)
        {
            var token = lexer.Next();
            if (token.Kind == TokenKind.Error)
            {
                tokens.Add(new Token(TokenKind.End, text.Length, 0));
                return new SqlTokens(text, [.. tokens], ok: false);
            }

            tokens.Add(token);
            if (token.Kind == TokenKind.End)
            {
                return new SqlTokens(text, [.. tokens], ok: true);
            }
        }
    }

    public ReadOnlySpan<char> Span(Token token) => Text.AsSpan(token.Start, token.Length);

    public bool IsWord(int index, string word)
    {
        var token = this[index];
        return token.Kind == TokenKind.Word && token.Length == word.Length && Span(token).Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    public bool IsSymbol(int index, string symbol)
    {
        var token = this[index];
        return token.Kind == TokenKind.Symbol && token.Code == Token.CodeOf(symbol);
    }

    /// <summary>The name that an identifier token spells, as Snowflake stores it.</summary>
    public string Name(Token token) =>
        token.Kind == TokenKind.Quoted
            ? Text[(token.Start + 1)..(token.End - 1)].Replace("\"\"", "\"", StringComparison.Ordinal)
            : Span(token).ToString().ToUpperInvariant();

    /// <summary>The value of a text literal, escapes undone.</summary>
    public string Value(Token token) =>
        token.Kind == TokenKind.DollarText ? Text[(token.Start + 2)..(token.End - 2)] : Unescape(Text.AsSpan(token.Start + 1, token.Length - 2));

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        if (raw.IndexOfAny('\\', '\'') < 0)
        {
            return raw.ToString();
        }

        var value = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\'')
            {
                i++;
                value.Append('\'');
            }
            else if (raw[i] == '\\' && i + 1 < raw.Length)
            {
                i += Escape(raw[(i + 1)..], value);
            }
            else
            {
                value.Append(raw[i]);
            }
        }

        return value.ToString();
    }

    /// <summary>Appends what the escape after a backslash means; returns how many characters it took.</summary>
    private static int Escape(ReadOnlySpan<char> rest, StringBuilder value)
    {
        switch (rest[0])
        {
            case 'n': value.Append('\n'); return 1;
            case 't': value.Append('\t'); return 1;
            case 'r': value.Append('\r'); return 1;
            case 'b': value.Append('\b'); return 1;
            case 'f': value.Append('\f'); return 1;
            case 'x' when Hex(rest, 2, value): return 3;
            case 'u' when Hex(rest, 4, value): return 5;
            case >= '0' and <= '7': return Octal(rest, value);
            default: value.Append(rest[0]); return 1;
        }
    }

    private static int Octal(ReadOnlySpan<char> rest, StringBuilder value)
    {
        var (code, length) = (0, 0);
        while (length < 3 && length < rest.Length && rest[length] is >= '0' and <= '7' && (code * 8) + rest[length] - '0' < 256)
        {
            code = (code * 8) + rest[length++] - '0';
        }

        value.Append((char)code);
        return length;
    }

    private static bool Hex(ReadOnlySpan<char> rest, int digits, StringBuilder value)
    {
        if (rest.Length <= digits
            || !int.TryParse(rest.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        value.Append((char)code);
        return true;
    }
}
