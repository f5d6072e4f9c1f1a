using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Enrichers.Flow;
using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Tests.Flow;

public sealed class EnrichmentFlowTests : IAsyncDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("enrichment");
    private readonly MemoryStore _store = new();
    private readonly MemoryParkingLot _lot = new();
    private readonly Receipts _receipts = new();

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task Run_WholeScript_SameAsEnricher_EveryReceiptOnce()
    {
        var script = new Script().RunAll(Statements.Exfiltration);

        var made = await RunAsync(script.Events, Settle);

        Assert.Equal(script.Enriched(), made);
        Assert.Equal(script.Events.Count, _receipts.Count);
        foreach (var one in script.Events)
            Assert.Equal(one.Body is StatementCompleted or ApprovalRequested ? Settlement.Durable : Settlement.Skipped, _receipts.Of(one.Sequence));
    }

    [Fact]
    public async Task Run_ToTheEnd_LastSnapshotIsSaved_AndARestartAddsNothing()
    {
        var script = new Script().RunAll(Statements.Exfiltration);
        await RunAsync(script.Events, Settle);

        Assert.Equal(script.Events[^1].Sequence, _store.Saved[^1]);
        Assert.Equal(script.Events.Count, EnrichmentStart.Load(Setup()).Sequence);
        Assert.Empty(await RunAsync(script.Events, Settle, new Receipts()));
    }

    [Fact]
    public async Task Run_OneReceiptOpen_NoSnapshotPastIt_RestartMakesItAgain()
    {
        var script = new Script().RunAll(Enumerable.Repeat(Statements.SmallLook, 20));
        var stuck = script.Events[21];
        Assert.IsType<StatementCompleted>(stuck.Body);

        var first = await RunAsync(script.Events, one =>
        {
            if (one.Value.Sequence != stuck.Sequence)
                one.Receipt.Settle(Settlement.Durable);
        }, setup: Setup() with { SnapshotEvents = 5 });

        Assert.NotEmpty(_store.Saved);
        Assert.All(_store.Saved, position => Assert.True(position < stuck.Sequence));
        var start = EnrichmentStart.Load(Setup()).Sequence;
        var second = await RunAsync(script.Events.Where(one => one.Sequence >= start), Settle, new Receipts());
        Assert.Equal(script.Enriched(), first.Concat(second).DistinctBy(one => one.Id));
        Assert.All(second, again => Assert.Equal(first.Single(one => one.Id == again.Id), again));
        Assert.Contains(second, one => one.Sequence == stuck.Sequence);
    }

    [Fact]
    public async Task Run_Poison_ParkedWithReason_StateUntouched()
    {
        var clean = new Script().RunAll(Statements.Exfiltration);
        var poisoned = clean.Events.ToList();
        foreach (var at in (int[])[40, 10, 3, 0])
            poisoned.Insert(at, clean.Events[0] with { Id = $"poison-{at}", Sequence = 1_000 + at, Body = new PoisonBody() });

        var made = await RunAsync(poisoned, Settle, setup: Setup() with { SnapshotEvents = 7 });

        Assert.Equal(clean.Enriched(), made);
        Assert.Equal(["poison-0", "poison-3", "poison-10", "poison-40"], _lot.Records.Select(record => record.Id));
        Assert.All(_lot.Records, record => Assert.Contains("PoisonBody", record.Reason, StringComparison.Ordinal));
        Assert.Equal(poisoned.Count, _receipts.Count);
        Assert.Equal(Settlement.Parked, _receipts.Of(1_010));
    }

    [Fact]
    public async Task Run_ParkingFails_FlowFails_ReceiptStaysOpen()
    {
        _lot.Failure = new IOException("no room");
        var poison = new Script().Add(new GatewayStopped { Reason = "x" }) with { Body = new PoisonBody() };

        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync([poison], Settle));

        Assert.Null(_receipts.Of(poison.Sequence));
    }

    [Fact]
    public async Task Run_DiskFull_GoesOnAndSavesLater()
    {
        var script = new Script().RunAll(Enumerable.Repeat(Statements.SmallLook, 20));
        _store.Full = true;

        var made = await RunAsync(script.Events, one =>
        {
            one.Receipt.Settle(Settlement.Durable);
            _store.Full = one.Value.Sequence < 30;
        }, setup: Setup() with { SnapshotEvents = 4 });

        Assert.Equal(20, made.Count);
        Assert.Equal(script.Events[^1].Sequence, _store.Saved[^1]);
    }

    [Fact]
    public async Task Run_EventTimePasses_SnapshotBeforeTheCountIsReached()
    {
        var script = new Script();
        script.Run(Statements.SmallLook);
        script.Now += TimeSpan.FromMinutes(5);
        script.Run(Statements.SmallLook);
        script.Run(Statements.SmallLook);

        await RunAsync(script.Events, Settle);

        Assert.Equal([2, 5], _store.Saved);
    }

    [Fact]
    public async Task Run_NoDemand_PullsNothing()
    {
        var script = new Script().RunAll(Enumerable.Repeat(Statements.SmallLook, 50));
        var pulled = 0;
        var (queue, sink) = Source.From(script.Events.Select(one =>
            {
                Interlocked.Increment(ref pulled);
                return _receipts.Track(one, one.Sequence);
            }))
            .Via(EnrichmentFlow.Create(Setup()))
            .ToMaterialized(Sink.Queue<Tracked<EnrichedEvent>>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), (_, made) => (0, made))
            .Run(_system.Materializer());
        await sink.PullAsync();
        await Task.Delay(100);

        Assert.Equal(0, queue);
        Assert.InRange(pulled, 2, 12);
    }

    [Fact]
    public void Start_UnusableSnapshot_BeginsAtZero()
    {
        _store.Save(41, [1, 2, 3]);

        Assert.Equal(0, EnrichmentStart.Load(Setup()).Sequence);
    }

    private EnrichmentSetup Setup() => new(_store, _lot);

    private async Task<IReadOnlyList<EnrichedEvent>> RunAsync(
        IEnumerable<AuditEvent> events, Action<Tracked<EnrichedEvent>> settle, Receipts? receipts = null, EnrichmentSetup? setup = null)
    {
        var made = await Source.From(events.Select(one => (receipts ?? _receipts).Track(one, one.Sequence)).ToArray())
            .Via(EnrichmentFlow.Create(setup ?? Setup()))
            .Select(one =>
            {
                settle(one);
                return one.Value;
            })
            .RunWith(Sink.Seq<EnrichedEvent>(), _system.Materializer());
        return made;
    }

    private static void Settle(Tracked<EnrichedEvent> tracked) => tracked.Receipt.Settle(Settlement.Durable);
}
