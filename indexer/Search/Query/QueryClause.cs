namespace Snowtrail.Indexer.Search.Query;

/// <summary>A part of a group and whether it must, may or must not match.</summary>
internal sealed record QueryClause(QueryNode Node, Occurrence Occurrence);
