namespace Snowtrail.Indexer.Search;

/// <summary>A value of a field and the number of hits that have it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">Hits with it.</param>
public sealed record FacetValue(string Value, long Count);
