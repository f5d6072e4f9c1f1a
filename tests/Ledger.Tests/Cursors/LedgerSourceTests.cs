using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Ledger.Cursors;
using Snowtrail.Ledger.Tests.Support;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Ledger.Tests.Cursors;

public sealed class LedgerSourceTests : IAsyncDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("ledger-tests");
    private readonly TempFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _folder.Dispose();
    }

    private static LedgerCursor Cursor(Ledger ledger) => ledger.OpenCursor("index", TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task Run_SettledInAnyOrder_MovesTheCursorToTheEnd()
    {
        await using var ledger = Some.Open(Some.Options(_folder.Path));
        await using var cursor = Cursor(ledger);
        var random = new Random(1);
        var settlements = Enum.GetValues<Settlement>();
        var running = ledger.Source(cursor, 16)
            .SelectAsyncUnordered(8, async tracked =>
            {
                await Task.Delay(random.Next(3));
                tracked.Receipt.Settle(settlements[tracked.Value.Sequence % 3]);
                return tracked.Value.Sequence;
            })
            .RunWith(Sink.Seq<long>(), _system.Materializer());
        await Some.Append(ledger, 200);
        await ledger.CompleteAsync();
        var seen = await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(200, seen.Distinct().Count());
        Assert.Equal(200, cursor.Next);
    }

    [Fact]
    public async Task Run_OneUnsettled_HoldsTheCursorAndTheWindow()
    {
        await using var ledger = Some.Open(Some.Options(_folder.Path));
        await using var cursor = Cursor(ledger);
        await Some.Append(ledger, 100);
        List<Tracked<LedgerRecord>> seen = [];
        var stop = ledger.Source(cursor, 10)
            .ViaMaterialized(KillSwitches.Single<Tracked<LedgerRecord>>(), Keep.Right)
            .ToMaterialized(Sink.ForEach<Tracked<LedgerRecord>>(tracked =>
            {
                lock (seen)
                    seen.Add(tracked);
                if (tracked.Value.Sequence != 3)
                    tracked.Receipt.Settle(Settlement.Durable);
            }), Keep.Both)
            .Run(_system.Materializer());
        await Some.Until(() => seen.Count == 100);
        Assert.Equal(3, cursor.Next);
        seen[3].Receipt.Settle(Settlement.Parked);
        seen[3].Receipt.Settle(Settlement.Parked);
        Assert.Equal(100, cursor.Next);
        stop.Item1.Shutdown();
        await stop.Item2.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_NothingSettled_StopsAtTheBound()
    {
        await using var ledger = Some.Open(Some.Options(_folder.Path));
        await using var cursor = Cursor(ledger);
        await Some.Append(ledger, 100);
        var seen = 0;
        var stop = ledger.Source(cursor, 10)
            .ViaMaterialized(KillSwitches.Single<Tracked<LedgerRecord>>(), Keep.Right)
            .ToMaterialized(Sink.ForEach<Tracked<LedgerRecord>>(_ => Interlocked.Increment(ref seen)), Keep.Both)
            .Run(_system.Materializer());
        await Some.Until(() => Volatile.Read(ref seen) == 10);
        await Task.Delay(100);
        Assert.Equal(10, Volatile.Read(ref seen));
        stop.Item1.Shutdown();
        await stop.Item2.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_Again_StartsAtTheCursor()
    {
        await using var ledger = Some.Open(Some.Options(_folder.Path));
        await Some.Append(ledger, 10);
        await using var cursor = Cursor(ledger);
        var first = await ledger.Source(cursor).Take(6).RunWith(Sink.Seq<Tracked<LedgerRecord>>(), _system.Materializer());
        foreach (var tracked in first.Where(tracked => tracked.Value.Sequence != 4))
            tracked.Receipt.Settle(Settlement.Durable);
        await ledger.CompleteAsync();
        var second = await ledger.Source(cursor).RunWith(Sink.Seq<Tracked<LedgerRecord>>(), _system.Materializer());
        Assert.Equal([4, 5, 6, 7, 8, 9], second.Select(tracked => tracked.Value.Sequence));
    }
}
