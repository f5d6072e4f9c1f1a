namespace Snowtrail.Indexer.Search;

/// <summary>Either a <see cref="SearchResult"/> or a <see cref="SearchFault"/>.</summary>
public abstract record SearchAnswer
{
    private protected SearchAnswer()
    {
    }
}
