namespace Snowtrail.Indexer.Search;

/// <summary>Counts of hits over <c>@timestamp</c>, in buckets of one width that begin at multiples of it since 1970 (UTC).</summary>
/// <param name="Interval">Width of a bucket, from one millisecond; null: chosen so that about <paramref name="Buckets"/> cover the hits.</param>
/// <param name="Buckets">Most buckets when the width is chosen, from 1 to <see cref="SearchLimits.BucketsMax"/>.</param>
public sealed record HistogramRequest(TimeSpan? Interval = null, int Buckets = 60);
