namespace Snowtrail.Indexer.Search;

/// <summary>The most frequent values of a field among the hits.</summary>
/// <param name="Field">A keyword, ip or boolean field.</param>
/// <param name="Size">Most values to answer with, from 1 to <see cref="SearchLimits.FacetSizeMax"/>.</param>
public sealed record FacetRequest(string Field, int Size = 10);
