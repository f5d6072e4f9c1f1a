namespace Snowtrail.Indexer.Search.Query;

/// <summary>Ends the reading of a query; the searcher answers it as a <see cref="SearchFault"/>.</summary>
internal sealed class QuerySyntaxException(string message, int? position) : Exception(message)
{
    public int? Position { get; } = position;
}
