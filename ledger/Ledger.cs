using Akka;
using Akka.Streams.Dsl;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger.Cursors;
using Snowtrail.Ledger.Files;
using Snowtrail.Ledger.Reading;
using Snowtrail.Ledger.Recovery;
using Snowtrail.Ledger.Writing;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Ledger;

/// <summary>
/// An append-only log of records on disk: the only source of truth. A record that was acknowledged is on stable storage; sequences are dense,
/// start at zero and are in file order. All members may be used from any thread.
/// </summary>
public sealed class Ledger : IAsyncDisposable
{
    /// <summary>Name of the meter that carries the ledger's metrics.</summary>
    public const string MeterName = "Snowtrail.Ledger";

    private readonly DirectoryLock _lock;
    private readonly SegmentCatalog _catalog;
    private readonly Committer _committer;
    private readonly string _directory;

    private Ledger(DirectoryLock held, SegmentCatalog catalog, Committer committer, RecoveredLedger found, string directory)
    {
        (_lock, _catalog, _committer, _directory) = (held, catalog, committer, directory);
        (Recovery, GatewayId) = (found.Report, found.GatewayId);
    }

    /// <summary>What opening found and cut.</summary>
    public LedgerRecovery Recovery { get; }

    /// <summary>The identity that this ledger's segments carry.</summary>
    public string GatewayId { get; }

    /// <summary>The state now.</summary>
    public LedgerHealth Health => _committer.Health;

    /// <summary>Every record below this sequence is on stable storage and can be read.</summary>
    public long DurableNext => _committer.Progress.Next;

    /// <summary>
    /// Opens or creates the ledger. A torn tail of the last segment (an append that never returned) is cut, and nothing else is.
    /// </summary>
    /// <exception cref="LedgerCorruptException">A bad frame with good ones after it, or any in an earlier segment. Nothing was changed.</exception>
    /// <exception cref="LedgerLockedException">Another process writes to the directory.</exception>
    /// <exception cref="ArgumentException">The options are not valid; all faults are listed.</exception>
    public static Ledger Open(LedgerOptions options, TimeProvider time, ILogger log) => OpenOn(DiskFiles.Instance, options, time, log);

    /// <summary>
    /// Appends one record and returns its sequence once it is on stable storage. Cancelling stops the waiting, not the writing: the record may
    /// become durable nevertheless.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The record is not durable; see there.</exception>
    /// <exception cref="ArgumentException">The record is empty or larger than <see cref="LedgerOptions.RecordBytesMax"/>.</exception>
    public ValueTask<long> AppendAsync<TState>(TState state, RecordEncoder<TState> encode, CancellationToken cancellation = default) =>
        _committer.AppendAsync(state, encode, cancellation);

    /// <summary>
    /// The records from <paramref name="fromSequence"/> on, in order, as they become durable. Ends after the last one when the ledger is
    /// completed. Holds no thread while it waits.
    /// </summary>
    /// <exception cref="LedgerCorruptException">A durable record cannot be read as it was written.</exception>
    public IAsyncEnumerable<LedgerRecord> ReadAsync(long fromSequence, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromSequence);
        return TailReader.ReadAsync(_directory, _catalog, _committer.Progress, fromSequence, cancellation);
    }

    /// <summary>
    /// The records behind the cursor as a Source. The cursor moves over a record when its receipt and those of all records before it are
    /// settled. Each materialization starts at the cursor's place at that moment.
    /// </summary>
    /// <param name="cursor">Belongs to this source alone.</param>
    /// <param name="inFlightMax">Most records that are emitted and not settled; above zero.</param>
    public Source<Tracked<LedgerRecord>, NotUsed> Source(LedgerCursor cursor, int inFlightMax = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFlightMax, 1);
        return LedgerSource.Create(this, cursor, inFlightMax);
    }

    /// <summary>Opens the durable cursor <paramref name="name"/> of this ledger; dispose it after the streams that move it have ended.</summary>
    /// <param name="name">1 to 64 characters of a-z, 0-9 and hyphen.</param>
    /// <param name="flushInterval">Moves within this time are written together; 200 ms when null.</param>
    /// <param name="time">Paces the writes.</param>
    /// <param name="log">Hears of failed writes.</param>
    /// <exception cref="LedgerCorruptException">The cursor's file is not as it was written, or is ahead of the ledger.</exception>
    public LedgerCursor OpenCursor(string name, TimeProvider time, ILogger log, TimeSpan? flushInterval = null) =>
        LedgerCursor.Open(_directory, name, DurableNext, flushInterval ?? TimeSpan.FromMilliseconds(200), time, log);

    /// <summary>Takes no more records. Returns when those taken are durable or have failed; readers end after the last.</summary>
    public Task CompleteAsync() => _committer.CompleteAsync();

    /// <summary>Completes, and lets go of the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await _committer.DisposeAsync();
        _lock.Dispose();
    }

    internal static Ledger OpenOn(ISegmentFiles files, LedgerOptions options, TimeProvider time, ILogger log)
    {
        options.Validate();
        var directory = Path.GetFullPath(options.Directory);
        PrivateDirectory.Create(directory);
        var held = DirectoryLock.Take(directory, options.LockWaitMax, time);
        try
        {
            var found = LedgerRecoverer.Run(options with { Directory = directory }, files, time, log);
            var catalog = new SegmentCatalog(found.Segments);
            var segment = new SegmentWriter(files, directory, found.GatewayId, options.SegmentBytesMax, catalog, time);
            segment.Resume(found.Last, found.Segments is [.., var last] ? last : 0, found.LastBytes, found.Report.NextSequence);
            var mark = new DurableMark(files, directory, found.Report.NextSequence);
            var committer = new Committer(options, segment, mark, new(found.Report.NextSequence), time, log);
            return new(held, catalog, committer, found, directory);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
