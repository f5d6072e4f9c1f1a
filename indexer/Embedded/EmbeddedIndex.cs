using Akka;
using Snowtrail.Indexer.Search;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Embedded;

/// <summary>
/// A Lucene index in a directory of its own, written by one process. A document is searchable within a refresh and durable within a commit;
/// its key is the record's id, so that a replay leaves one document.
/// </summary>
public sealed class EmbeddedIndex : ISearch, IAsyncDisposable
{
    private EmbeddedIndex(EmbeddedIndexOptions options)
    {
        Options = options;
        Indexed = new IndexFeed(options.FeedCapacity);
    }

    /// <summary>Whether the directory held no index before: whoever feeds it then begins at the first record.</summary>
    public bool Created { get; }

    /// <summary>Documents as they become searchable.</summary>
    public IndexFeed Indexed { get; }

    /// <summary>How it fares now.</summary>
    public IndexHealth Health => throw new NotSupportedException();

    internal EmbeddedIndexOptions Options { get; }

    /// <summary>Opens the index for writing and searching; makes it when there is none.</summary>
    /// <exception cref="IndexLockedException">Another process writes to it.</exception>
    /// <exception cref="IndexUnreadableException">It is damaged, or another version made it.</exception>
    public static EmbeddedIndex Open(EmbeddedIndexOptions options, TimeProvider time) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <summary>Commits what was written so far, and settles its receipts.</summary>
    public Task FlushAsync() => throw new NotSupportedException();

    /// <summary>Commits and closes.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();

    internal Task<NotUsed> WriteAsync(IReadOnlyList<Tracked<EnrichedEvent>> batch) => throw new NotSupportedException();
}
