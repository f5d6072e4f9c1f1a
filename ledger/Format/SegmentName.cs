using System.Globalization;

namespace Snowtrail.Ledger.Format;

/// <summary>A segment's file name: its first sequence in 20 digits, so that names sort as sequences do.</summary>
internal static class SegmentName
{
    private const string Extension = ".log";

    public static string Of(string directory, long firstSequence) =>
        Path.Combine(directory, firstSequence.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>First sequences of the segments in a directory, ascending. Other files are not looked at.</summary>
    public static long[] List(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*" + Extension).Select(Parse).OfType<long>().Order()];

    private static long? Parse(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length == 20 && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : null;
    }
}
