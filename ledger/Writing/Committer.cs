using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger.Files;

namespace Snowtrail.Ledger.Writing;

/// <summary>
/// Gives out sequences and makes them durable. Appenders encode into the batch that fills, under one lock; one thread takes that batch, writes
/// it, flushes once, and completes it, while the next one fills.
/// <list type="number">
/// <item>append: take the next sequence, encode, wait for the batch;</item>
/// <item>commit: swap batches, write, flush, tell readers, complete the batch;</item>
/// <item>fail: this batch and the one that fills fail as a whole, the next sequence falls back to the durable one, appends are refused;</item>
/// <item>probe: at intervals, cut what is not durable and start another segment; when that works, appends are taken again.</item>
/// </list>
/// </summary>
internal sealed partial class Committer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly LedgerOptions _options;
    private readonly SegmentWriter _segment;
    private readonly DurableMark _mark;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _probe;
    private Batch _filling;
    private Batch _spare;
    private TaskCompletionSource _room = NewRoom();
    private long _next;
    private LedgerState _state = LedgerState.Ready;
    private string? _reason;
    private DateTimeOffset _since;
    private bool _encoding;

    public Committer(LedgerOptions options, SegmentWriter segment, DurableMark mark, DurableProgress progress, TimeProvider time, ILogger log)
    {
        (_options, _segment, _mark, Progress, _time, _log) = (options, segment, mark, progress, time, log);
        (_filling, _spare) = (new(options.RecordBytesMax), new(options.RecordBytesMax));
        _next = segment.DurableNext;
        _since = time.GetUtcNow();
        _probe = time.CreateTimer(_ => _wake.Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        new Thread(Run) { IsBackground = true, Name = "ledger committer" }.Start();
    }

    public DurableProgress Progress { get; }

    public LedgerHealth Health
    {
        get
        {
            lock (_gate)
                return new(_state, _reason, _since, Progress.Next, _filling.Records, _filling.Bytes);
        }
    }

    public async ValueTask<long> AppendAsync<TState>(TState state, RecordEncoder<TState> encode, CancellationToken cancellation)
    {
        var queuedAt = _time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (sequence, wait) = Enqueue(state, encode);
            if (sequence < 0)
                await WaitForRoomAsync(wait, queuedAt, cancellation);
            else if (wait.IsCompletedSuccessfully)
                return sequence;
            else
            {
                await wait.WaitAsync(cancellation);
                return sequence;
            }
        }
    }

    /// <summary>Takes no more records and returns when those taken are durable or have failed.</summary>
    public Task CompleteAsync()
    {
        lock (_gate)
        {
            if (_state != LedgerState.Closed)
                SetState_Locked(LedgerState.Closed, "the ledger is closed");
        }
        _wake.Release();
        return _stopped.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await CompleteAsync();
        await _probe.DisposeAsync();
        _segment.Dispose();
        _mark.Dispose();
    }

    private (long Sequence, Task Wait) Enqueue<TState>(TState state, RecordEncoder<TState> encode)
    {
        lock (_gate)
        {
            if (_state != LedgerState.Ready)
                throw new LedgerUnavailableException($"the ledger takes no records: {_reason}");
            if (_encoding)
                throw new InvalidOperationException("a record encoder must not append to the ledger");
            if (_filling.Records > 0 && (_filling.Records >= _options.QueueRecordsMax || _filling.Bytes >= _options.QueueBytesMax))
                return (-1, _room.Task);
            _encoding = true;
            try
            {
                _filling.Add(state, _next, encode);
            }
            finally
            {
                _encoding = false;
            }
            if (_filling.Records == 1)
                _wake.Release();
            return (_next++, _filling.Completion);
        }
    }

    private async Task WaitForRoomAsync(Task room, long queuedAt, CancellationToken cancellation)
    {
        var left = _options.QueueWaitMax - _time.GetElapsedTime(queuedAt);
        try
        {
            await room.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellation);
        }
        catch (TimeoutException)
        {
            throw new LedgerUnavailableException($"the ledger's queue was full for {_options.QueueWaitMax.TotalSeconds:0.###} seconds");
        }
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            if (Health.State == LedgerState.Failed)
            {
                Probe();
                continue;
            }
            if (Take() is not { } batch)
            {
                if (Health.State == LedgerState.Closed)
                    break;
                continue;
            }
            Commit(batch);
        }
        Progress.End();
        _stopped.TrySetResult();
    }

    private Batch? Take()
    {
        TaskCompletionSource room;
        Batch taken;
        lock (_gate)
        {
            if (_filling.Records == 0)
                return null;
            (taken, _filling) = (_filling, _spare);
            (room, _room) = (_room, NewRoom());
        }
        room.TrySetResult();
        return taken;
    }

    private void Commit(Batch batch)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            _segment.Commit(batch);
        }
        catch (Exception fault)
        {
            Fail(batch, fault);
            return;
        }
        LedgerMetrics.Committed(batch.Records, batch.Bytes, Stopwatch.GetElapsedTime(started));
        Mark();
        Progress.Publish(_segment.DurableNext);
        batch.Succeed();
        Recycle(batch);
    }

    private void Fail(Batch batch, Exception fault)
    {
        LedgerMetrics.Failed();
        LogFailed(fault, _segment.DurableNext);
        Batch waiting;
        TaskCompletionSource room;
        var refused = new LedgerUnavailableException($"the ledger could not write: {fault.Message}", fault);
        lock (_gate)
        {
            if (_state == LedgerState.Ready)
                SetState_Locked(LedgerState.Failed, fault.Message);
            // Records in the batch that was filling carry sequences behind the ones that failed
            waiting = _filling;
            _filling = new(_options.RecordBytesMax);
            _next = _segment.DurableNext;
            (room, _room) = (_room, NewRoom());
        }
        batch.Fail(refused);
        waiting.Fail(refused);
        room.TrySetResult();
        Recycle(batch);
        // A closed ledger tries no more; the next start cuts what is left
        if (Health.State == LedgerState.Failed)
            ProbeLater();
    }

    private void Probe()
    {
        try
        {
            _segment.StartAnew();
        }
        catch (Exception fault)
        {
            lock (_gate)
                _reason = fault.Message;
            ProbeLater();
            return;
        }
        lock (_gate)
        {
            if (_state == LedgerState.Failed)
                SetState_Locked(LedgerState.Ready, null);
        }
        LogRecovered(_segment.DurableNext);
    }

    private void ProbeLater() => _probe.Change(_options.ProbeInterval, Timeout.InfiniteTimeSpan);

    private void Mark()
    {
        try
        {
            _mark.Write(_segment.DurableNext);
        }
        catch (IOException fault)
        {
            // Only readers in other processes are the later for it
            LogMarkFailed(fault);
        }
    }

    private void Recycle(Batch batch)
    {
        batch.Reset();
        lock (_gate)
            _spare = batch;
    }

    private void SetState_Locked(LedgerState state, string? reason) => (_state, _reason, _since) = (state, reason, _time.GetUtcNow());

    private static TaskCompletionSource NewRoom() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1, LogLevel.Error, "The ledger cannot write; statements are refused until it can. Durable are all records below {DurableNext}")]
    private partial void LogFailed(Exception fault, long durableNext);

    [LoggerMessage(2, LogLevel.Information, "The ledger writes again, from sequence {DurableNext}")]
    private partial void LogRecovered(long durableNext);

    [LoggerMessage(3, LogLevel.Warning, "The mark for readers in other processes could not be written")]
    private partial void LogMarkFailed(Exception fault);
}
