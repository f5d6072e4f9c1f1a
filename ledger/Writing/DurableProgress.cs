namespace Snowtrail.Ledger.Writing;

/// <summary>How far the ledger is durable, and a wake-up for those who wait for more.</summary>
internal sealed class DurableProgress(long next)
{
    private readonly Lock _gate = new();
    private long _next = next;
    private bool _ended;
    private TaskCompletionSource? _waiters;

    /// <summary>Every record below this sequence is durable.</summary>
    public long Next => Volatile.Read(ref _next);

    public void Publish(long next) => Change(next, ended: false);

    /// <summary>No more records will come.</summary>
    public void End() => Change(Next, ended: true);

    /// <summary>True once <see cref="Next"/> is above <paramref name="seen"/>; false when it will never be.</summary>
    public async ValueTask<bool> WaitBeyondAsync(long seen, CancellationToken cancellation)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_next > seen)
                    return true;
                if (_ended)
                    return false;
                _waiters ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _waiters.Task;
            }
            await more.WaitAsync(cancellation);
        }
    }

    private void Change(long next, bool ended)
    {
        TaskCompletionSource? waiters;
        lock (_gate)
        {
            Volatile.Write(ref _next, next);
            _ended |= ended;
            (waiters, _waiters) = (_waiters, null);
        }
        waiters?.TrySetResult();
    }
}
