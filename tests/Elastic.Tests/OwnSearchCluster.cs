namespace Snowtrail.Elastic.Tests;

/// <summary>Three nodes of one cluster, of which one may be killed at a time.</summary>
public sealed class OwnSearchCluster : IAsyncDisposable
{
    private readonly IReadOnlyList<OwnSearchServer> _nodes = [.. Enumerable.Range(0, 3).Select(_ => new OwnSearchServer("elasticsearch", "--heap", "256m"))];

    public IReadOnlyList<Uri> Addresses => [.. _nodes.Select(node => node.Address)];

    // None is ready before two of them are there
    public Task StartAsync() => Task.WhenAll(Enumerable.Range(0, _nodes.Count).Select(StartNodeAsync));

    public Task StartNodeAsync(int node) => _nodes[node].StartAsync(
        "-E", "discovery.type=multi-node",
        "-E", $"node.name=n{node}",
        "-E", $"transport.port={Transport(_nodes[node])}",
        "-E", $"discovery.seed_hosts={string.Join(',', _nodes.Select(other => $"127.0.0.1:{Transport(other)}"))}",
        "-E", $"cluster.initial_master_nodes={string.Join(',', Enumerable.Range(0, _nodes.Count).Select(other => $"n{other}"))}");

    public Task KillNodeAsync(int node) => _nodes[node].StopAsync(kill: true);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    private static int Transport(OwnSearchServer node) => node.Address.Port + 5;
}
