using System.Security.Cryptography;
using System.Text;
using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql;

/// <summary>The form of a text that stays the same under other literals, case, blanks and comments, and its hash.</summary>
internal static class SqlFingerprint
{
    public static string Hash(string normalized) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalized)).AsSpan(0, 16));

    public static string Normalize(SqlTokens tokens)
    {
        var words = new List<string>(tokens.Count);
        for (var i = 0; i < tokens.Count - 1; i++)
        {
            Add(words, tokens, tokens[i]);
        }

        while (words.Count > 0 && words[^1] == ";")
        {
            words.RemoveAt(words.Count - 1);
        }

        return string.Join(' ', words);
    }

    private static void Add(List<string> words, SqlTokens tokens, Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Text or TokenKind.DollarText or TokenKind.Number:
                AddLiteral(words);
                break;
            case TokenKind.Symbol when token.Code == '?':
                AddLiteral(words);
                break;
            case TokenKind.Symbol when token.Code == ')' && words is [.., "(", "?", ")", ",", "(", "?"]:
                words.RemoveRange(words.Count - 3, 3);
                break;
            case TokenKind.Symbol:
                words.Add(tokens.Span(token).ToString());
                break;
            case TokenKind.Word or TokenKind.Quoted:
                words.Add(Word(tokens.Name(token)));
                break;
            default:
                words.Add(tokens.Span(token).ToString());
                break;
        }
    }

    /// <summary>A literal becomes a mark; a sign before it goes, and a list of them is one.</summary>
    private static void AddLiteral(List<string> words)
    {
        if (words is [.., "(" or "," or "=" or "<" or ">" or "<=" or ">=", "-" or "+"])
        {
            words.RemoveAt(words.Count - 1);
        }

        if (words is [.., "?", ","])
        {
            words.RemoveAt(words.Count - 1);
        }
        else
        {
            words.Add("?");
        }
    }

    private static string Word(string name) =>
        name.AsSpan().ContainsAnyExcept(Plain) ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    private static readonly System.Buffers.SearchValues<char> Plain =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$");
}
