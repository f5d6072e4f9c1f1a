using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>Widths of a histogram's buckets, microseconds; a bucket begins at a multiple of its width since 1970.</summary>
internal static class HistogramWidth
{
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Widths that a person reads easily; longer ones are whole multiples of the last.</summary>
    private static readonly long[] Widths =
    [
        1_000, 10_000, 100_000, Second, 5 * Second, 10 * Second, 30 * Second, Minute, 5 * Minute, 10 * Minute, 30 * Minute,
        Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 7 * Day, 30 * Day, 365 * Day,
    ];

    /// <summary>The width for hits from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static long Of(HistogramRequest request, long first, long last) =>
        request.Interval is { } interval ? interval.Ticks / TimeSpan.TicksPerMicrosecond : Chosen(first, last, request.Buckets);

    /// <summary>Buckets from that of <paramref name="first"/> to that of <paramref name="last"/>.</summary>
    public static long Buckets(long first, long last, long width) => ((Floor(last, width) - Floor(first, width)) / width) + 1;

    /// <summary>The beginning of the bucket that a time is in.</summary>
    public static long Floor(long time, long width) => time - (((time % width) + width) % width);

    /// <summary>Says that a width makes too many buckets.</summary>
    public static QuerySyntaxException TooMany(long buckets) =>
        new($"the histogram would have {buckets} buckets; at most {SearchLimits.BucketsMax} are made", null);

    private static long Chosen(long first, long last, int buckets)
    {
        foreach (var width in Widths)
        {
            if (Buckets(first, last, width) <= buckets)
                return width;
        }

        // A remainder on either side: with one bucket there is no width that surely holds all, so take the next multiple and one more
        return Widths[^1] * (((last - first) / (Widths[^1] * buckets)) + 2);
    }
}
