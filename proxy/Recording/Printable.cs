using System.Globalization;
using System.Text;

namespace Snowtrail.Proxy.Recording;

/// <summary>Text that a terminal only shows: a recorded escape sequence must not move its cursor or set its title.</summary>
internal static class Printable
{
    /// <summary>Control and direction-changing characters become U+FFFD; line ends and tabs a space.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHarmful))
            return text;
        var printable = new StringBuilder(text.Length);
        foreach (var c in text)
            printable.Append(c is '\n' or '\r' or '\t' ? ' ' : IsHarmful(c) ? '\uFFFD' : c);
        return printable.ToString();
    }

    private static bool IsHarmful(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
