using Snowtrail.Indexer.Search;

namespace Snowtrail.Indexer.Embedded;

/// <summary>Reads an index as of its last commit, whether or not a process writes to it.</summary>
public sealed class EmbeddedReader : ISearch, IDisposable
{
    private EmbeddedReader()
    {
    }

    /// <summary>Opens the index in <paramref name="directory"/> for searching only.</summary>
    /// <exception cref="IndexUnreadableException">There is none, it is damaged, or another version made it.</exception>
    public static EmbeddedReader Open(string directory, TimeProvider time) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotSupportedException();
}
