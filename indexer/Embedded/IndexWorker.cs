using System.Threading.Channels;
using Snowtrail.Indexer.Documents;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;
using LuceneDirectory = Lucene.Net.Store.Directory;

namespace Snowtrail.Indexer.Embedded;

/// <summary>
/// The one writer of an index: takes batches, makes them searchable, then durable, then settles them. A fault of the disk makes it give up its
/// Lucene writer, wait, open another, and write again what no commit holds.
/// </summary>
internal sealed class IndexWorker : IAsyncDisposable
{
    private const int QueuedBatchesMax = 2;

    /// <summary>Refreshing takes at most about this part of the time, one in so many.</summary>
    private const int RefreshShare = 10;
    private readonly Channel<IndexWork> _queue =
        Channel.CreateBounded<IndexWork>(new BoundedChannelOptions(QueuedBatchesMax) { SingleReader = true });
    private readonly EmbeddedIndexOptions _options;
    private readonly IParkingLot _parking;
    private readonly TimeProvider _time;
    private readonly IndexFeed _feed;
    private readonly Func<LuceneDirectory, LuceneDirectory> _wrap;
    private readonly IndexUncommitted _uncommitted = new();
    private readonly FieldValues _values = new();
    private readonly DocumentJson _json = new();
    private readonly Queue<ParkedRecord> _toPark = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private volatile LuceneStore _store;
    private volatile IndexFault? _fault;
    private DateTimeOffset _since;
    private bool _abandoned;
    private int _closing;
    private long _refreshedAt;
    private TimeSpan _refreshAfter;
    private long _committedAt;
    private long _indexed;
    private long _parked;

    public IndexWorker(EmbeddedIndexOptions options, IParkingLot parking, TimeProvider time, IndexFeed feed, Func<LuceneDirectory, LuceneDirectory> wrap)
    {
        _options = options;
        _parking = parking;
        _time = time;
        _feed = feed;
        _wrap = wrap;
        (_store, Created) = LuceneStore.Open(options, wrap);
        _since = time.GetUtcNow();
        _refreshedAt = _committedAt = time.GetTimestamp();
        _refreshAfter = options.RefreshInterval;
        _run = Task.Run(RunAsync);
    }

    public bool Created { get; }

    public LuceneStore Store => _store;

    public IndexHealth Health => new(
        _fault is null,
        _fault?.Reason,
        _fault?.Since ?? _since,
        _run.IsCompleted ? 0 : Search(searcher => searcher.IndexReader.NumDocs),
        Interlocked.Read(ref _indexed),
        Interlocked.Read(ref _parked),
        _uncommitted.Count,
        _feed.Dropped);

    /// <summary>Completes when the batch is written; an empty batch completes when all before it is committed.</summary>
    public async Task WriteAsync(IndexWork work)
    {
        await _queue.Writer.WriteAsync(work, _stop.Token);
        await work.Done.Task;
    }

    public T Search<T>(Func<Lucene.Net.Search.IndexSearcher, T> search)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return _store.Search(search);
            }
            catch (ObjectDisposedException) when (attempt < 3 && !_run.IsCompleted)
            {
                // The store was replaced between reading the field and taking its searcher
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 1)
            return;
        _queue.Writer.TryComplete();
        if (_fault is not null)
            await _stop.CancelAsync();
        // A fault was handed to who wrote and is in the health; what is not committed stays unsettled and comes again
        await _run.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _stop.CancelAsync();
        _feed.Close();
        _store.Dispose();
        _json.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            Task<bool>? ready = null;
            while (true)
            {
                ready ??= _queue.Reader.WaitToReadAsync().AsTask();
                await WaitAsync(ready);
                if (ready.IsCompleted)
                {
                    if (!await ready)
                        break;
                    ready = null;
                    await TakeAsync();
                }

                await MaintainAsync();
            }

            await CommitAsync();
        }
        catch (Exception fault)
        {
            _fault ??= new(fault.Message, _time.GetUtcNow());
            _queue.Writer.TryComplete(fault);
            while (_queue.Reader.TryRead(out var work))
                work.Done.TrySetException(fault);
            throw;
        }
    }

    private async Task WaitAsync(Task ready)
    {
        if (Due() is not { } due)
        {
            await ready;
        }
        else if (due > TimeSpan.Zero && !ready.IsCompleted)
        {
            using var early = new CancellationTokenSource();
            await Task.WhenAny(ready, Task.Delay(due, _time, early.Token));
            await early.CancelAsync();
        }
    }

    /// <summary>Time until something is to be done without new work; null when nothing is.</summary>
    private TimeSpan? Due()
    {
        var refresh = _uncommitted.IsStale ? _refreshAfter - _time.GetElapsedTime(_refreshedAt) : TimeSpan.MaxValue;
        var commit = _uncommitted.Count > 0 ? _options.CommitInterval - _time.GetElapsedTime(_committedAt) : TimeSpan.MaxValue;
        var due = refresh < commit ? refresh : commit;
        return due == TimeSpan.MaxValue ? null : due;
    }

    private async Task TakeAsync()
    {
        while (_queue.Reader.TryRead(out var work))
        {
            try
            {
                await DoAsync(work);
                work.Done.TrySetResult();
            }
            catch (Exception fault)
            {
                work.Done.TrySetException(fault);
                throw;
            }

            await MaintainAsync();
        }
    }

    private async Task DoAsync(IndexWork work)
    {
        if (work.Batch.Count == 0)
        {
            await CommitAsync();
            return;
        }

        _uncommitted.Add(work.Batch);
        await GuardAsync(WriteAll);
    }

    private async Task MaintainAsync()
    {
        if (_uncommitted.IsStale && _time.GetElapsedTime(_refreshedAt) >= _refreshAfter)
            await GuardAsync(Refresh);
        var full = _uncommitted.Count >= _options.UncommittedMax;
        if (full || (_uncommitted.Count > 0 && _time.GetElapsedTime(_committedAt) >= _options.CommitInterval))
            await CommitAsync();
    }

    private async Task CommitAsync()
    {
        if (_uncommitted.Count > 0)
            await GuardAsync(CommitOnceAsync);
        if (_uncommitted.IsStale)
            await GuardAsync(Refresh);
    }

    private void WriteAll()
    {
        while (_uncommitted.Next() is { } entry)
            _uncommitted.Advance(entry.IsParked ? null : Write(entry), _feed.IsWatched);
    }

    private IndexDocument? Write(IndexEntry entry)
    {
        try
        {
            var document = DocumentMapper.ToDocument(entry.Event, _time.GetUtcNow(), _values, _json);
            if (document.Json.Length > _options.DocumentBytesMax)
                throw new DocumentTooLargeException(document.Json.Length, _options.DocumentBytesMax);
            _store.Write(document, _values);
            Interlocked.Increment(ref _indexed);
            return document;
        }
        catch (Exception fault) when (!DiskFaults.Is(fault) && fault is not OutOfMemoryException)
        {
            Park(entry, fault);
            return null;
        }
    }

    private void Park(IndexEntry entry, Exception fault)
    {
        _toPark.Enqueue(new ParkedRecord
        {
            Id = entry.Event.Id,
            Stage = "indexer",
            Reason = fault.Message,
            Time = _time.GetUtcNow(),
            Payload = ParkedPayload.Of(entry.Event),
        });
        entry.IsParked = true;
        Interlocked.Increment(ref _parked);
    }

    private void Refresh()
    {
        var begun = _time.GetTimestamp();
        _store.Refresh();
        _refreshedAt = _time.GetTimestamp();
        _refreshAfter = TimeSpan.FromTicks(Math.Clamp(
            _time.GetElapsedTime(begun, _refreshedAt).Ticks * RefreshShare, _options.RefreshInterval.Ticks, _options.RefreshIntervalMax.Ticks));
        foreach (var document in _uncommitted.TakeFresh())
            _feed.Publish(document);
    }

    private async Task CommitOnceAsync()
    {
        _store.Commit();
        for (; _toPark.TryPeek(out var record); _toPark.Dequeue())
            await _parking.ParkAsync(record);
        _uncommitted.Settle();
        _committedAt = _time.GetTimestamp();
    }

    private Task GuardAsync(Action act) => GuardAsync(() =>
    {
        act();
        return Task.CompletedTask;
    });

    /// <summary>Acts until the disk lets it, opening the index anew and writing again what was lost in between.</summary>
    private async Task GuardAsync(Func<Task> act)
    {
        for (var wait = _options.RetryWait; ; wait = wait * 2 > _options.RetryWaitMax ? _options.RetryWaitMax : wait * 2)
        {
            try
            {
                Recover();
                await act();
                SetHealthy();
                return;
            }
            catch (Exception fault) when (DiskFaults.Is(fault))
            {
                _fault ??= new(fault.Message, _time.GetUtcNow());
                _abandoned = true;
                if (Volatile.Read(ref _closing) == 1)
                    throw new OperationCanceledException("the index closes while the disk refuses writes", fault);
                await Task.Delay(wait, _time, _stop.Token);
            }
        }
    }

    private void Recover()
    {
        if (!_abandoned)
            return;
        // The lock is the old writer's, so that it goes first; searches keep the reader they hold
        _store.Dispose();
        _uncommitted.Rewind();
        _store = LuceneStore.Open(_options, _wrap).Store;
        _abandoned = false;
        WriteAll();
    }

    private void SetHealthy()
    {
        if (_fault is null)
            return;
        _since = _time.GetUtcNow();
        _fault = null;
    }
}
