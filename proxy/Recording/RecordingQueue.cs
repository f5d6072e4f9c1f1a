namespace Snowtrail.Proxy.Recording;

/// <summary>Work for the writer, bounded by items and by bytes.</summary>
internal sealed class RecordingQueue(long bytesMax, int itemsMax) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<RecordingWork> _items = [];
    private readonly SemaphoreSlim _available = new(0);
    private TaskCompletionSource _room = NewRoom();
    private long _bytes;
    private bool _ended;

    /// <summary>Adds when there is room.</summary>
    public bool TryAdd(RecordingWork work) => TryAdd(work, out _);

    /// <summary>Adds when there is room within the time given.</summary>
    public async ValueTask<bool> AddAsync(RecordingWork work, TimeSpan waitMax, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        Task room;
        while (!TryAdd(work, out room))
        {
            var left = waitMax - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || _ended)
                return false;
            try
            {
                await room.WaitAsync(left, time, cancellation);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The next work; null when the queue was ended and is empty.</summary>
    public async ValueTask<RecordingWork?> TakeAsync()
    {
        await _available.WaitAsync();
        TaskCompletionSource room;
        RecordingWork? work;
        lock (_gate)
        {
            if (!_items.TryDequeue(out work))
            {
                // Ended: leave the sign up for the next look
                _available.Release();
                return null;
            }
            _bytes -= work.Count;
            (room, _room) = (_room, NewRoom());
        }
        room.TrySetResult();
        return work;
    }

    /// <summary>Takes no more work.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
        }
        _available.Release();
    }

    public void Dispose() => _available.Dispose();

    private bool TryAdd(RecordingWork work, out Task room)
    {
        lock (_gate)
        {
            room = _room.Task;
            if (_ended || _items.Count >= itemsMax || _bytes + work.Count > bytesMax)
                return false;
            _items.Enqueue(work);
            _bytes += work.Count;
        }
        _available.Release();
        return true;
    }

    private static TaskCompletionSource NewRoom() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
