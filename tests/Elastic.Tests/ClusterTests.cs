using System.Diagnostics;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>Three nodes, each document on two: one after the other is killed and comes back, and the rest take what comes.</summary>
[Trait("needs", "elasticsearch")]
public sealed class ClusterTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Nodes = 3;
    private const int Step = 1_000;
    private readonly OwnSearchCluster _cluster = new();

    [Fact]
    public async Task EachNode_KilledUnderLoad_TheOthersGoOnAndNothingIsLostOrTwice()
    {
        await _cluster.StartAsync();
        await using var server = await Server.AtAsync(_cluster.Addresses[0]);
        await using var run = new SinkRun(server.Options() with { Nodes = _cluster.Addresses, BatchRecordsMax = 100, RequestTimeout = TimeSpan.FromSeconds(10) });
        using var enough = new CancellationTokenSource();
        var feeding = FeedAsync(run, enough.Token);
        await FlowsAsync(run, Step);
        var longest = TimeSpan.Zero;
        for (var node = 0; node < Nodes; node++)
        {
            // Each copy must have its second before the next node goes
            await server.GreenAsync();
            await _cluster.KillNodeAsync(node);
            var since = Stopwatch.StartNew();
            await FlowsAsync(run, Step);
            longest = since.Elapsed > longest ? since.Elapsed : longest;
            await _cluster.StartNodeAsync(node);
        }

        await enough.CancelAsync();
        var events = await feeding;
        await run.FinishAsync();
        await server.GreenAsync();
        output.WriteLine($"each of {Nodes} nodes killed and started again; {Step} documents later at most {longest.TotalSeconds:0.0} s after a kill");
        Assert.Equal(events.Count, run.Settled(Settlement.Durable));
        Assert.Empty(run.Parked.Records);
        await SinkTests.AssertOnceAsync(server, events, "each node killed");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>Some 400 a second, or as many as the cluster takes.</summary>
    private static async Task<IReadOnlyList<EnrichedEvent>> FeedAsync(SinkRun run, CancellationToken enough)
    {
        var fed = new List<EnrichedEvent>();
        while (!enough.IsCancellationRequested)
        {
            var some = Events.Statements(20, $"f{fed.Count}");
            await run.FeedAsync(some);
            fed.AddRange(some);
            await Task.Delay(50, CancellationToken.None);
        }

        return fed;
    }

    private static async Task FlowsAsync(SinkRun run, int more)
    {
        var settled = run.Settled(Settlement.Durable);
        await SinkRun.UntilAsync(() => run.Settled(Settlement.Durable) >= settled + more, () => $"{run.Settled(Settlement.Durable) - settled} more; {run.Status.Reason}");
    }
}
