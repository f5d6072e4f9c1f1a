using Microsoft.Extensions.Logging;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Flow;

/// <summary>
/// Saves a snapshot once every event up to its position has settled, so that a restart from it misses nothing that was made. Settling may come
/// from any thread; the thread whose settling completes a snapshot saves it, so when the last receipt has settled the last snapshot is on disk.
/// </summary>
internal sealed partial class SnapshotKeeper(IEnricherStateStore store, ILogger logger)
{
    // The oldest that waits and the newest: with only the newest, a flow that is never idle would never save
    private const int WaitingMax = 2;
    private readonly Lock _gate = new();
    private readonly Queue<Journey> _journeys = new();
    private readonly List<Waiting> _waiting = new(WaitingMax);
    private long _opened;
    private long _settled;
    private bool _saving;

    /// <summary>Follows an event through the rest of the flow.</summary>
    public Tracked<T> Follow<T>(Tracked<T> tracked)
    {
        var journey = new Journey(this, tracked.Receipt);
        lock (_gate)
        {
            _journeys.Enqueue(journey);
            _opened++;
        }

        return new(tracked.Value, journey);
    }

    /// <summary>Takes a snapshot that covers every event followed so far.</summary>
    public void Offer(long position, byte[] state)
    {
        lock (_gate)
        {
            if (_waiting.Count == WaitingMax)
                _waiting.RemoveAt(WaitingMax - 1);
            _waiting.Add(new(_opened, position, state));
        }

        SaveReady();
    }

    private void Settled()
    {
        lock (_gate)
            while (_journeys.TryPeek(out var first) && first.IsSettled)
            {
                _journeys.Dequeue();
                _settled++;
            }

        SaveReady();
    }

    private void SaveReady()
    {
        while (TakeReady() is { } ready)
        {
            try
            {
                store.Save(ready.Position, ready.State);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                LogNotSaved(logger, ready.Position, fault.Message);
            }

            lock (_gate)
                _saving = false;
        }
    }

    private Waiting? TakeReady()
    {
        lock (_gate)
        {
            if (_saving)
                return null;
            Waiting? ready = null;
            while (_waiting.Count > 0 && _waiting[0].Opened <= _settled)
            {
                ready = _waiting[0];
                _waiting.RemoveAt(0);
            }

            _saving = ready is not null;
            return ready;
        }
    }

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The enrichment snapshot at {Position} was not saved ({Reason}); after a restart more of the ledger is read again")]
    private static partial void LogNotSaved(ILogger logger, long position, string reason);

    private sealed record Waiting(long Opened, long Position, byte[] State);

    private sealed class Journey(SnapshotKeeper keeper, IReceipt parent) : IReceipt
    {
        private int _isSettled;

        public bool IsSettled => Volatile.Read(ref _isSettled) == 1;

        public void Settle(Settlement settlement)
        {
            if (Interlocked.Exchange(ref _isSettled, 1) == 1)
                return;
            // The owner first: a snapshot may only cover what its owner knows to be done
            parent.Settle(settlement);
            keeper.Settled();
        }
    }
}
