namespace Snowtrail.Indexer.Search;

/// <summary>Searches the documents of an index.</summary>
public interface ISearch
{
    /// <summary>
    /// Answers with a <see cref="SearchResult"/>, or with a <see cref="SearchFault"/> when the request is at fault. Throws only for an index
    /// that cannot be read.
    /// </summary>
    Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellation = default);
}
