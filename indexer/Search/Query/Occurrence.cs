namespace Snowtrail.Indexer.Search.Query;

/// <summary>How a part of a group counts.</summary>
internal enum Occurrence
{
    Should,
    Must,
    MustNot,
}
