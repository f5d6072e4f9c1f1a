using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Compile;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>Counts hits over time.</summary>
internal static class Histogram
{
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Widths that a person reads easily, microseconds; longer ones are whole multiples of the last.</summary>
    private static readonly long[] Widths =
    [
        1_000, 10_000, 100_000, Second, 5 * Second, 10 * Second, 30 * Second, Minute, 5 * Minute, 10 * Minute, 30 * Minute,
        Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 7 * Day, 30 * Day, 365 * Day,
    ];

    /// <exception cref="QuerySyntaxException">The width asked for makes too many buckets.</exception>
    public static IReadOnlyList<HistogramBucket> Count(IReadOnlyList<LeafMatches> matches, HistogramRequest request)
    {
        if (matches.Count == 0)
            return [];
        var (first, last) = Span(matches);
        var width = request.Interval is { } interval ? interval.Ticks / TimeSpan.TicksPerMicrosecond : Width(first, last, request.Buckets);
        var start = Floor(first, width);
        var buckets = ((Floor(last, width) - start) / width) + 1;
        if (buckets > SearchLimits.BucketsMax)
            throw new QuerySyntaxException($"the histogram would have {buckets} buckets; at most {SearchLimits.BucketsMax} are made", null);
        var counts = new long[buckets];
        EachTime(matches, time => counts[(Floor(time, width) - start) / width]++);
        return [.. counts.Select((count, at) => new HistogramBucket(DateMath.Time(start + (at * width)), count))];
    }

    private static (long First, long Last) Span(IReadOnlyList<LeafMatches> matches)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        EachTime(matches, time => (first, last) = (Math.Min(first, time), Math.Max(last, time)));
        return (first, last);
    }

    private static long Width(long first, long last, int buckets)
    {
        foreach (var width in Widths)
        {
            if (((Floor(last, width) - Floor(first, width)) / width) + 1 <= buckets)
                return width;
        }

        // A remainder on either side: with one bucket there is no width that surely holds all, so take the next multiple and one more
        return Widths[^1] * (((last - first) / (Widths[^1] * buckets)) + 2);
    }

    private static long Floor(long time, long width) => time - (((time % width) + width) % width);

    private static void EachTime(IReadOnlyList<LeafMatches> matches, Action<long> visit)
    {
        foreach (var leaf in matches)
        {
            var times = leaf.Reader.GetNumericDocValues(Fields.Timestamp.Name);
            leaf.Each(document => visit(times.Get(document)));
        }
    }
}
