using System.Collections.Concurrent;

namespace Snowtrail.Indexer.Elastic;

/// <summary>What the index waits for, for readiness. Any thread may call it.</summary>
public sealed class ElasticStatus
{
    private readonly ConcurrentDictionary<long, string> _waiting = new();
    private volatile string? _server;

    /// <summary>The server is known and nothing waits.</summary>
    public bool IsReady => _server is not null && _waiting.IsEmpty;

    /// <summary>Product and version of the server, such as <c>Elasticsearch 9.4.3</c>; null until it has answered.</summary>
    public string? Server => _server;

    /// <summary>In words what it waits for, of several the one that began first; null while all is well.</summary>
    public string? Reason => _waiting.IsEmpty
        ? _server is null ? "not connected yet" : null
        : _waiting.OrderBy(wait => wait.Key).Select(wait => wait.Value).FirstOrDefault();

    internal void Knows(string server) => _server = server;

    internal void Waits(long work, string reason) => _waiting[work] = reason;

    internal void Runs(long work) => _waiting.TryRemove(work, out _);
}
