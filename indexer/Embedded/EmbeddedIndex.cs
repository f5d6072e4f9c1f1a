using Akka;
using Lucene.Net.Store;
using Snowtrail.Indexer.Search;
using Snowtrail.Indexer.Search.Execution;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;
using LuceneDirectory = Lucene.Net.Store.Directory;

namespace Snowtrail.Indexer.Embedded;

/// <summary>
/// A Lucene index in a directory of its own, written by one process. A document is searchable within a refresh and durable within a commit;
/// its key is the record's id, so that a replay leaves one document.
/// </summary>
public sealed class EmbeddedIndex : ISearch, IAsyncDisposable
{
    private readonly IndexWorker _worker;
    private readonly TimeProvider _time;

    private EmbeddedIndex(EmbeddedIndexOptions options, IParkingLot parking, TimeProvider time, Func<LuceneDirectory, LuceneDirectory> wrap)
    {
        Options = options;
        _time = time;
        Indexed = new IndexFeed(options.FeedCapacity);
        _worker = new IndexWorker(options, parking, time, Indexed, wrap);
    }

    /// <summary>Whether the directory held no index before: whoever feeds it then begins at the first record.</summary>
    public bool Created => _worker.Created;

    /// <summary>Documents as they become searchable.</summary>
    public IndexFeed Indexed { get; }

    /// <summary>How it fares now.</summary>
    public IndexHealth Health => _worker.Health;

    internal EmbeddedIndexOptions Options { get; }

    /// <summary>Opens the index for writing and searching; makes it when there is none. What cannot become a document is parked.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IndexLockedException">Another process writes to it.</exception>
    /// <exception cref="IndexUnreadableException">It is damaged, or another version made it.</exception>
    public static EmbeddedIndex Open(EmbeddedIndexOptions options, IParkingLot parking, TimeProvider time) =>
        Open(options, parking, time, static files => files);

    /// <summary>The same over files that a test puts in between.</summary>
    internal static EmbeddedIndex Open(EmbeddedIndexOptions options, IParkingLot parking, TimeProvider time, Func<LuceneDirectory, LuceneDirectory> wrap)
    {
        OptionsCheck.Run(options);
        try
        {
            return new EmbeddedIndex(options, parking, time, wrap);
        }
        catch (LockObtainFailedException fault)
        {
            throw new IndexLockedException($"the index in {options.Directory} is in use by another process; stop it first", fault);
        }
        catch (Exception fault) when (IndexDirectory.IsDamage(fault))
        {
            throw IndexDirectory.Damaged(options.Directory, fault);
        }
    }

    /// <inheritdoc/>
    public Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellation = default) =>
        Task.Run(() => _worker.Search(searcher => SearchRun.Answer(searcher, request, _time, cancellation)), cancellation);

    /// <summary>Commits what was written so far, settles its receipts, and makes it searchable.</summary>
    public Task FlushAsync() => _worker.WriteAsync(new IndexWork([]));

    /// <summary>Commits and closes. While the disk refuses writes, what is not committed stays unsettled.</summary>
    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    /// <summary>Completes when the batch is written; its receipts settle at a later commit.</summary>
    internal async Task<NotUsed> WriteAsync(IReadOnlyList<Tracked<EnrichedEvent>> batch)
    {
        await _worker.WriteAsync(new IndexWork(batch));
        return NotUsed.Instance;
    }
}
