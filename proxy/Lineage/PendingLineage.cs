namespace Snowtrail.Proxy.Lineage;

/// <summary>Holds what a running statement may be writing; dispose it when the statement ended and its changes were learned or not.</summary>
internal sealed class PendingLineage(Action end) : IDisposable
{
    private Action? _end = end;

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
