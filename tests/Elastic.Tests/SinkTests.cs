using System.Collections.Concurrent;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>What the sink promises, on real servers; exact faults come from a stand-in before them.</summary>
[Trait("needs", "elasticsearch")]
public class SinkTests
{
    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task Create_Events_EachIsOneDocumentThatIsSettledDurable(string variable)
    {
        await using var server = await Server.NeedAsync(variable);
        await using var run = new SinkRun(server.Options() with { BatchRecordsMax = 100 });
        var events = Events.Statements(2_000);

        await run.FeedAsync(events.Concat(events.Take(500)));
        await run.FinishAsync();

        Assert.Equal(2_500, run.Settled(Settlement.Durable));
        await AssertOnceAsync(server, events, "plain run");
    }

    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task Create_Poison_IsParkedWithItsBytesAndTheRestIsIndexed(string variable)
    {
        await using var server = await Server.NeedAsync(variable);
        await using var run = new SinkRun(server.Options());
        var events = Events.Statements(50);
        var poison = Events.Poison("poison");
        var longId = Events.Statements(1, new string('x', 600))[0];

        await run.FeedAsync([.. events.Take(20), poison, longId, .. events.Skip(20)]);
        await run.FinishAsync();

        Assert.Equal(50, run.Settled(Settlement.Durable));
        Assert.Equal(2, run.Settled(Settlement.Parked));
        await AssertOnceAsync(server, events, "poison");
        var parked = Assert.Single(run.Parked.Records, record => record.Id == "poison");
        Assert.Equal(poison, EnrichedEvent.FromAvro(parked.Payload.Span));
        Assert.Contains("400", parked.Reason, StringComparison.Ordinal);
        Assert.Equal("indexer", parked.Stage);
    }

    [Fact]
    public async Task Create_RolloverWhileAnAnswerIsLost_TheDocumentsAreThereOnce()
    {
        await using var server = await Server.NeedAsync();
        await using var standIn = await StandIn.StartAsync(server.Address);
        var lost = 0;
        standIn.Script = request => request.IsBulk && Interlocked.Increment(ref lost) <= 3
            ? StandInAct.LoseAnswer with { Then = () => server.RolloverAsync(server.Query) }
            : StandInAct.Pass;
        await using var run = new SinkRun(server.Options(standIn.Address) with { BatchRecordsMax = 100 });
        var events = Events.Statements(1_000);

        await run.FeedAsync(events);
        await run.FinishAsync();

        Assert.Equal(1_000, run.Settled(Settlement.Durable));
        Assert.Equal(4, await server.BackingIndicesAsync(server.Query));
        await AssertOnceAsync(server, events, "rollover during a retry, three times");
    }

    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task Create_SentAgainAfterARollover_ByARunningAndByANewIndexer_IsThereOnce(string variable)
    {
        await using var server = await Server.NeedAsync(variable);
        var events = Events.Statements(300);
        await using var running = new SinkRun(server.Options());
        await running.FeedAsync(events);
        await running.AllSettledAsync();

        await server.RolloverAsync(server.Query);
        await running.FeedAsync(events);
        await running.AllSettledAsync();
        await server.RolloverAsync(server.Query);
        await using var started = new SinkRun(server.Options());
        await started.FeedAsync(events);
        await started.FinishAsync();

        Assert.Equal(600, running.Settled(Settlement.Durable));
        Assert.Equal(300, started.Settled(Settlement.Durable));
        await AssertOnceAsync(server, events, "replays after rollovers");
    }

    [Fact]
    public async Task Create_StormOf429_WaitsAndLosesNothing()
    {
        await using var server = await Server.NeedAsync();
        await using var standIn = await StandIn.StartAsync(server.Address);
        var kinds = new ConcurrentDictionary<string, int>();
        var requests = 0;
        standIn.Script = request =>
        {
            if (!request.IsBulk)
                return StandInAct.Pass;
            var at = Interlocked.Increment(ref requests);
            var kind = at > 60 ? "pass" : (at % 4) switch { 0 => "pass", 1 => "429 items", 2 => "503", _ => "429" };
            kinds.AddOrUpdate(kind, 1, (_, count) => count + 1);
            return kind switch
            {
                "pass" => StandInAct.Pass,
                "429 items" => StandInAct.Items(request.Documents, 429, "es_rejected_execution_exception"),
                "503" => StandInAct.Answer(503),
                _ => StandInAct.Answer(429),
            };
        };
        await using var run = new SinkRun(server.Options(standIn.Address) with { BatchRecordsMax = 100, RetryWait = TimeSpan.FromMilliseconds(10), RetryWaitMax = TimeSpan.FromMilliseconds(50) });
        var events = Events.Statements(5_000);

        await run.FeedAsync(events);
        await run.FinishAsync();

        Assert.Equal(5_000, run.Settled(Settlement.Durable));
        Assert.Empty(run.Parked.Records);
        await AssertOnceAsync(server, events, $"storm: {string.Join(", ", kinds.Select(kind => $"{kind.Value} x {kind.Key}"))}");
    }

    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task Create_WriteBlock_WaitsWithItsReasonUntilItIsGone(string variable)
    {
        await using var server = await Server.NeedAsync(variable);
        await using var run = new SinkRun(server.Options());
        await server.BlockWritesAsync(server.Query, true);
        var events = Events.Statements(500);

        await run.FeedAsync(events);
        await SinkRun.UntilAsync(() => run.Status.Reason?.Contains("403", StringComparison.Ordinal) == true, () => $"{run.Status.Reason}");
        Assert.False(run.Status.IsReady);
        Assert.Equal(500, run.Unsettled);
        await server.BlockWritesAsync(server.Query, false);
        await run.FinishAsync();

        Assert.Equal(500, run.Settled(Settlement.Durable));
        Assert.True(run.Status.IsReady, run.Status.Reason);
        await AssertOnceAsync(server, events, "write block set and removed");
    }

    [Fact]
    public async Task Create_413_SplitsAndParksWhatIsTooLargeAlone()
    {
        await using var server = await Server.NeedAsync();
        await using var standIn = await StandIn.StartAsync(server.Address);
        standIn.Script = request => request.Body.Length > 100_000 ? new StandInAct { Status = 413 } : StandInAct.Pass;
        await using var run = new SinkRun(server.Options(standIn.Address));
        var events = Events.Statements(500);

        await run.FeedAsync([.. events.Take(100), Events.Large("large", 200_000), .. events.Skip(100)]);
        await run.FinishAsync();

        Assert.Equal(500, run.Settled(Settlement.Durable));
        Assert.Equal("large", Assert.Single(run.Parked.Records).Id);
        await AssertOnceAsync(server, events, "413 above 100 kB");
    }

    [Fact]
    public async Task Create_ServerAway_StartsWaitsAndTakesNoMoreThanItsBounds()
    {
        await using var server = await Server.NeedAsync(setUp: false);
        await using var standIn = await StandIn.StartAsync(server.Address);
        standIn.Script = _ => StandInAct.Drop;
        var options = server.Options(standIn.Address) with { BatchRecordsMax = 50, InFlightMax = 2 };
        await using var run = new SinkRun(options);
        var events = Events.Statements(1_000);

        var feeding = run.FeedAsync(events);
        await SinkRun.UntilAsync(() => run.Status.Reason?.Contains("no answer", StringComparison.Ordinal) == true, () => $"{run.Status.Reason}");
        await Task.Delay(1_000);
        // Two batches on their way, one that waits, one that fills, and what the stream's stages hold between them
        Assert.InRange(run.Taken, 100, 250);
        standIn.Script = _ => StandInAct.Answer(401, "security_exception");
        await SinkRun.UntilAsync(() => run.Status.Reason?.Contains("credentials", StringComparison.Ordinal) == true, () => $"{run.Status.Reason}");
        standIn.Script = _ => StandInAct.Pass;
        await SinkRun.UntilAsync(() => run.Status.Reason?.Contains("snowtrail index setup", StringComparison.Ordinal) == true, () => $"{run.Status.Reason}");
        await ElasticSetup.ApplyAsync(server.Options());
        await feeding;
        await run.FinishAsync();

        Assert.Equal(1_000, run.Settled(Settlement.Durable));
        await AssertOnceAsync(server, events, "started before the server");
    }

    [Fact]
    public async Task Create_EndWhileTheServerIsAway_FailsAfterTheDrainAndLeavesTheRestUnsettled()
    {
        await using var server = await Server.NeedAsync();
        await using var standIn = await StandIn.StartAsync(server.Address);
        standIn.Script = _ => StandInAct.Drop;
        await using var run = new SinkRun(server.Options(standIn.Address) with { DrainMax = TimeSpan.FromSeconds(1) });

        await run.FeedAsync(Events.Statements(10));

        await Assert.ThrowsAnyAsync<Exception>(run.FinishAsync);
        Assert.Equal(10, run.Unsettled);
    }

    /// <summary>Compares what was acknowledged with what a plain client finds.</summary>
    internal static async Task AssertOnceAsync(Server server, IReadOnlyList<EnrichedEvent> events, string what)
    {
        var found = await server.DocumentsAsync(server.Query);
        var distinct = found.Select(hit => hit.Id).ToHashSet();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{what}: acknowledged {events.Count}, found {distinct.Count}, duplicates {found.Count - distinct.Count}, backing indices {found.Select(hit => hit.Index).Distinct().Count()}");
        Assert.Equal(events.Select(each => each.Id).Order(StringComparer.Ordinal), distinct.Order(StringComparer.Ordinal));
        Assert.Equal(distinct.Count, found.Count);
    }
}
