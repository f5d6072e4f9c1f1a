using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Compile;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>Counts hits over time.</summary>
internal static class Histogram
{
    /// <exception cref="QuerySyntaxException">The width asked for makes too many buckets.</exception>
    public static IReadOnlyList<HistogramBucket> Count(IReadOnlyList<LeafMatches> matches, HistogramRequest request)
    {
        if (matches.Count == 0)
            return [];
        var (first, last) = Span(matches);
        var width = HistogramWidth.Of(request, first, last);
        var start = HistogramWidth.Floor(first, width);
        var buckets = HistogramWidth.Buckets(first, last, width);
        if (buckets > SearchLimits.BucketsMax)
            throw HistogramWidth.TooMany(buckets);
        var counts = new long[buckets];
        EachTime(matches, time => counts[(HistogramWidth.Floor(time, width) - start) / width]++);
        return [.. counts.Select((count, at) => new HistogramBucket(DateMath.Time(start + (at * width)), count))];
    }

    private static (long First, long Last) Span(IReadOnlyList<LeafMatches> matches)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        EachTime(matches, time => (first, last) = (Math.Min(first, time), Math.Max(last, time)));
        return (first, last);
    }

    private static void EachTime(IReadOnlyList<LeafMatches> matches, Action<long> visit)
    {
        foreach (var leaf in matches)
        {
            var times = leaf.Reader.GetNumericDocValues(Fields.Timestamp.Name);
            leaf.Each(document => visit(times.Get(document)));
        }
    }
}
