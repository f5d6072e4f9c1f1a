using System.Globalization;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>A server that is killed under load and comes back with its data.</summary>
[Trait("needs", "elasticsearch")]
public class OutageTests
{
    /// <summary>How long the server is away; <c>SNOWTRAIL_TEST_OUTAGE_SECONDS</c> sets it, 20 by default.</summary>
    private static TimeSpan Away => TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("SNOWTRAIL_TEST_OUTAGE_SECONDS") ?? "20", CultureInfo.InvariantCulture));

    [Fact]
    public async Task Create_ServerKilledUnderLoad_NothingIsLostOrTwiceAndMemoryStaysBounded()
    {
        await using var own = new OwnSearchServer("elasticsearch9", "--heap", "256m");
        await own.StartAsync();
        await using var server = await Server.AtAsync(own.Address);
        await using var run = new SinkRun(server.Options() with { BatchRecordsMax = 200, InFlightMax = 4, RequestTimeout = TimeSpan.FromSeconds(10) });
        var events = Events.Statements(20_000);

        var feeding = run.FeedAsync(events);
        await SinkRun.UntilAsync(() => run.Settled(Settlement.Durable) > 2_000, () => $"{run.Status.Reason}");
        await own.StopAsync(kill: true);
        await SinkRun.UntilAsync(() => !run.Status.IsReady, () => "nobody noticed");
        await Task.Delay(Away);
        var held = run.Unsettled;
        // Four batches on their way, one that waits and one that fills: the rest stays where it comes from
        Assert.InRange(held, 1, 6 * 200 + 50);
        await own.StartAsync();
        await feeding;
        await run.FinishAsync();

        TestContext.Current.TestOutputHelper!.WriteLine($"killed, away for {Away.TotalSeconds} s, held {held} meanwhile");
        Assert.Equal(20_000, run.Settled(Settlement.Durable));
        Assert.Empty(run.Parked.Records);
        await SinkTests.AssertOnceAsync(server, events, "killed and started again");
    }
}
