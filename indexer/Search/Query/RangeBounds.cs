namespace Snowtrail.Indexer.Search.Query;

/// <summary>The bounds of a range; null for an open side.</summary>
internal sealed record RangeBounds(string? Lower, string? Upper, bool IncludesLower, bool IncludesUpper);
