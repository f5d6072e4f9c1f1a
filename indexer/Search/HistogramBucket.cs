namespace Snowtrail.Indexer.Search;

/// <summary>Hits in one span of time; the span ends where the next bucket begins. Empty buckets between full ones are there.</summary>
/// <param name="From">Its beginning, inclusive.</param>
/// <param name="Count">Hits in it.</param>
public sealed record HistogramBucket(DateTimeOffset From, long Count);
