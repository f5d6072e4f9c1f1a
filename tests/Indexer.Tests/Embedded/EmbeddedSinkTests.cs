using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Tests.Embedded;

public sealed class EmbeddedSinkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly TempDirectory _directory = new();
    private readonly ActorSystem _system = ActorSystem.Create("indexer-tests", "akka.stream.materializer.debug.fuzzing-mode = on");

    public void Dispose()
    {
        _system.Terminate().Wait(Patience);
        _directory.Dispose();
    }

    [Fact]
    public async Task Create_StreamEnds_EveryReceiptIsSettledBeforeTheTaskCompletes()
    {
        await using var index = Open();
        var (tracked, receipts) = Receipt.Track(EmbeddedIndexTests.Events(2_345));

        await Source.From(tracked).RunWith(EmbeddedSink.Create(index), _system.Materializer()).WaitAsync(Patience);

        Assert.All(receipts, receipt => Assert.Equal(Settlement.Durable, receipt.Settled.Result));
        Assert.Equal(2_345, (await index.Found(new())).Total);
    }

    [Fact]
    public async Task Create_StreamFails_TheTaskFailsAndTheIndexStaysUsable()
    {
        await using var index = Open();
        var (tracked, _) = Receipt.Track(EmbeddedIndexTests.Events(10));
        var failing = Source.From(tracked).Concat(Source.Failed<Tracked<EnrichedEvent>>(new InvalidOperationException("upstream")));

        var end = failing.RunWith(EmbeddedSink.Create(index), _system.Materializer());

        Assert.Contains("upstream", (await Assert.ThrowsAnyAsync<Exception>(() => end.WaitAsync(Patience))).ToString(), StringComparison.Ordinal);
        var (again, _) = Receipt.Track(tracked.Select(each => each.Value));
        await Source.From(again).RunWith(EmbeddedSink.Create(index), _system.Materializer()).WaitAsync(Patience);
        Assert.Equal(10, (await index.Found(new())).Total);
    }

    [Fact]
    public async Task Create_OneNowAndThen_IsFoundWellWithinASecond()
    {
        await using var index = Open();
        var (queue, end) = Source.Queue<Tracked<EnrichedEvent>>(16, OverflowStrategy.Backpressure)
            .ToMaterialized(EmbeddedSink.Create(index), Keep.Both).Run(_system.Materializer());
        var latencies = new List<double>();

        foreach (var enriched in EmbeddedIndexTests.Events(20))
        {
            var sent = TimeProvider.System.GetTimestamp();
            await queue.OfferAsync(new Tracked<EnrichedEvent>(enriched, new Receipt()));
            await EmbeddedIndexTests.Eventually(async () => (await index.Found(new() { Query = $"event.id:{enriched.Id}" })).Total == 1, Patience);
            latencies.Add(TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds);
            await Task.Delay(30);
        }

        queue.Complete();
        await end.WaitAsync(Patience);
        latencies.Sort();
        Assert.InRange(latencies[latencies.Count / 2], 0, 1_000);
    }

    private EmbeddedIndex Open() => EmbeddedIndex.Open(new EmbeddedIndexOptions { Directory = _directory.Path, BatchRecordsMax = 100 }, new ParkingLot(), TimeProvider.System);
}
