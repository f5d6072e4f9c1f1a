using System.Collections.Concurrent;

namespace Snowtrail.Kafka;

/// <summary>What each edge of this process is doing, for readiness. Any thread may call it.</summary>
public sealed class KafkaStatus
{
    private readonly ConcurrentDictionary<string, string?> _edges = new(StringComparer.Ordinal);

    /// <summary>Every edge that was started runs, and there is at least one.</summary>
    public bool IsReady => !_edges.IsEmpty && _edges.Values.All(reason => reason is null);

    /// <summary>Name of each edge and what it waits for; null while it runs.</summary>
    public IReadOnlyDictionary<string, string?> Edges => new Dictionary<string, string?>(_edges, StringComparer.Ordinal);

    internal void Waits(string edge, string reason) => _edges[edge] = reason;

    internal void Runs(string edge) => _edges[edge] = null;

    internal void Ended(string edge) => _edges.TryRemove(edge, out _);
}
