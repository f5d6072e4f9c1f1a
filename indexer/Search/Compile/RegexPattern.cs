using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>
/// Lucene's regular expressions run by .NET's non-backtracking engine, whose time is linear in the text whatever the pattern. Left out, and
/// said so: complement <c>~</c>, intersection <c>&amp;</c>, numeric intervals <c>&lt;1-9&gt;</c> and the empty language <c>#</c>.
/// </summary>
internal static class RegexPattern
{
    /// <summary>Most repetitions that <c>{n,m}</c> may ask for.</summary>
    private const int RepeatMax = 1_000;

    public static Regex Compile(string pattern, int position)
    {
        try
        {
            return new Regex(
                $@"\A(?:{Translate(pattern, position)})\z", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new QuerySyntaxException($"/{pattern}/ is no regular expression, or too large a one", position);
        }
    }

    private static string Translate(string pattern, int position)
    {
        var regex = new StringBuilder(pattern.Length + 16);
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\' when at + 1 < pattern.Length:
                    regex.Append(Regex.Escape(pattern[++at].ToString()));
                    break;
                case '"':
                    at = Quoted(pattern, at, regex, position);
                    break;
                case '[':
                    at = Class(pattern, at, regex, position);
                    break;
                case '{':
                    at = Repeat(pattern, at, regex, position);
                    break;
                case '@':
                    regex.Append(".*");
                    break;
                case '~' or '&' or '<' or '#':
                    throw new QuerySyntaxException($"'{pattern[at]}' in a regular expression is not supported; escape it for the character", position);
                case '?' or '*' or '+' when at > 0 && pattern[at - 1] is '?' or '*' or '+' or '}' && (at < 2 || pattern[at - 2] != '\\'):
                    throw new QuerySyntaxException("one repetition upon another; put the inner one in parentheses", position);
                case '.' or '?' or '*' or '+' or '|' or ')':
                    regex.Append(pattern[at]);
                    break;
                case '(':
                    regex.Append("(?:");
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[at].ToString()));
                    break;
            }
        }

        return regex.ToString();
    }

    private static int Quoted(string pattern, int at, StringBuilder regex, int position)
    {
        var end = pattern.IndexOf('"', at + 1);
        if (end < 0)
            throw new QuerySyntaxException("a quote in a regular expression is not closed; escape it for the character", position);
        regex.Append("(?:").Append(Regex.Escape(pattern[(at + 1)..end])).Append(')');
        return end;
    }

    private static int Class(string pattern, int at, StringBuilder regex, int position)
    {
        regex.Append(pattern[at++]);
        for (; at < pattern.Length && pattern[at] != ']'; at++)
        {
            // Only ^ in front and - keep a meaning inside a class
            var literal = pattern[at] == '\\' && at + 1 < pattern.Length;
            var letter = literal ? pattern[++at] : pattern[at];
            if (literal || letter is '[' or '\\')
                regex.Append('\\').Append('u').Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else
                regex.Append(letter);
        }

        if (at >= pattern.Length)
            throw new QuerySyntaxException("a character class in a regular expression is not closed", position);
        regex.Append(']');
        return at;
    }

    private static int Repeat(string pattern, int at, StringBuilder regex, int position)
    {
        var end = pattern.IndexOf('}', at);
        var counts = end < 0 ? [] : pattern[(at + 1)..end].Split(',');
        var fits = counts.Length is 1 or 2 && counts.All(count => int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= RepeatMax
            || (count.Length == 0 && counts.Length == 2 && counts[0].Length > 0));
        if (!fits)
            throw new QuerySyntaxException($"a repetition in a regular expression is {{n}}, {{n,}} or {{n,m}}, up to {RepeatMax}", position);
        regex.Append(pattern, at, end - at + 1);
        return end;
    }
}
