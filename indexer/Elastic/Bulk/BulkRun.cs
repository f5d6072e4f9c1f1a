using Akka;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>One run of the sink: opens the connection, and bounds how long the end may take.</summary>
internal sealed class BulkRun : IDisposable
{
    private readonly BulkSender _sender;
    private readonly CancellationTokenSource _disposed = new();

    public BulkRun(BulkSender sender, Task terminated, Task<Done> upstream, TimeSpan drainMax, TimeProvider time)
    {
        _sender = sender;
        Terminated = terminated;
        _ = sender.OpenAsync();
        _ = StopAfterAsync(upstream, drainMax, time);
    }

    /// <summary>Completes when the actor system that it runs in has ended.</summary>
    public Task Terminated { get; }

    public void Dispose()
    {
        _disposed.Cancel();
        _sender.Dispose();
        _disposed.Dispose();
    }

    private async Task StopAfterAsync(Task<Done> upstream, TimeSpan drainMax, TimeProvider time)
    {
        await ((Task)upstream).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await Task.Delay(drainMax, time, _disposed.Token);
            _sender.Stop();
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // All was settled in time
        }
    }
}
