using System.Diagnostics;

namespace Snowtrail.Kafka.Tests;

/// <summary>Three brokers, three replicas: one after the other is killed and comes back, and the flow goes on all along.</summary>
public sealed class ClusterTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Nodes = 3;
    private readonly OwnCluster _cluster = new();

    [Fact]
    public async Task EachBroker_KilledUnderLoad_TheOthersGoOnAndNothingIsLostOrTwice()
    {
        await _cluster.StartAsync();
        using var flow = new Flow(_cluster.Addresses, await Some.TopicsAsync(6, _cluster.Addresses));
        await Some.UntilAsync(() => flow.Found > 1_000, 120, "it flows", flow.Told);
        var longest = TimeSpan.Zero;
        for (var node = 1; node <= Nodes; node++)
        {
            await _cluster.KillNodeAsync(node);
            var since = Stopwatch.StartNew();
            var found = flow.Found;
            await Some.UntilAsync(() => flow.Found > found + Flow.InFlightMax, 120, $"the flow goes on without broker {node}", flow.Told);
            longest = since.Elapsed > longest ? since.Elapsed : longest;
            await _cluster.StartNodeAsync(node);
            found = flow.Found;
            await Some.UntilAsync(() => flow.Found > found + Flow.InFlightMax, 120, $"it flows with broker {node} again", flow.Told);
        }

        output.WriteLine($"each of {Nodes} brokers killed and started again: {await flow.EndAsync()}; {Flow.InFlightMax} events later at most {longest.TotalSeconds:0.0} s after a kill");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
