namespace Snowtrail.Indexer.Search;

/// <summary>What was found.</summary>
/// <param name="Total">All hits, exactly, whatever the size.</param>
/// <param name="Hits">The documents of the window asked for, in order: nested ECS form, UTF-8 JSON.</param>
/// <param name="Histogram">Oldest first; null when not asked for.</param>
/// <param name="Facets">By field, most frequent first; null when not asked for.</param>
/// <param name="TookMs">Time to answer, milliseconds.</param>
public sealed record SearchResult(
    long Total,
    IReadOnlyList<ReadOnlyMemory<byte>> Hits,
    IReadOnlyList<HistogramBucket>? Histogram,
    IReadOnlyDictionary<string, IReadOnlyList<FacetValue>>? Facets,
    double TookMs) : SearchAnswer;
