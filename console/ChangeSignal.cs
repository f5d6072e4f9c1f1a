namespace Snowtrail.AnalystConsole;

/// <summary>
/// Tells any number of viewers that something changed, without a queue: a slow viewer sees one signal for many changes,
/// and then asks.
/// </summary>
public sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Wakes everyone who waits.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Completes at the first <see cref="Raise"/> after this call.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
