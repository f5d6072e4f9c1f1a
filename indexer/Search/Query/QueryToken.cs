namespace Snowtrail.Indexer.Search.Query;

/// <summary>A token of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Raw">Its text without delimiters, escapes still in it.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Range">The bounds of a range.</param>
internal sealed record QueryToken(TokenKind Kind, string Raw, int Position, RangeBounds? Range = null);
