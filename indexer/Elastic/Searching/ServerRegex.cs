using System.Text;

namespace Snowtrail.Indexer.Elastic.Searching;

/// <summary>
/// Writes a regular expression so that every version reads it alike: in newer ones a backslash before a letter is a class of characters, such
/// as <c>\d</c>, and in older ones, and in the embedded index, the letter itself.
/// </summary>
internal static class ServerRegex
{
    public static string Of(string pattern)
    {
        var regex = new StringBuilder(pattern.Length);
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != '\\' || at + 1 >= pattern.Length)
            {
                regex.Append(pattern[at]);
                continue;
            }

            at++;
            if (!char.IsAsciiLetterOrDigit(pattern[at]))
                regex.Append('\\');
            regex.Append(pattern[at]);
        }

        return regex.ToString();
    }
}
