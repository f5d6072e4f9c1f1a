using System.Globalization;
using System.Text;

namespace Snowtrail.Indexer.Search.Query;

/// <summary>Backslash escapes: <c>\x</c> is x, <c>\u0041</c> is the code unit.</summary>
internal static class Escapes
{
    public static string Remove(string raw)
    {
        if (!raw.Contains('\\'))
            return raw;
        var text = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length; at++)
            text.Append(raw[at] == '\\' && at + 1 < raw.Length ? Read(raw, ref at) : raw[at]);
        return text.ToString();
    }

    /// <summary>Reads the escape that begins at <paramref name="at"/> and leaves it on its last character.</summary>
    public static char Read(string raw, ref int at)
    {
        at++;
        if (raw[at] != 'u' || at + 4 >= raw.Length
            || !ushort.TryParse(raw.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            return raw[at];
        }

        at += 4;
        return (char)unit;
    }
}
