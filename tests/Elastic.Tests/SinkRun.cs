using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Indexer.Tests;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>A sink that runs, what it was fed, and how that was settled.</summary>
internal sealed class SinkRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ActorSystem _system = ActorSystem.Create("elastic-tests", "akka.loglevel = WARNING, akka.stdout-loglevel = OFF");
    private readonly ISourceQueueWithComplete<Tracked<EnrichedEvent>> _queue;
    private readonly List<Receipt> _receipts = [];

    public SinkRun(ElasticOptions options)
    {
        (_queue, End) = Source.Queue<Tracked<EnrichedEvent>>(1, OverflowStrategy.Backpressure)
            .ToMaterialized(ElasticSink.Create(options, Parked, Status, TimeProvider.System), Keep.Both)
            .Run(_system.Materializer());
    }

    public Task<Done> End { get; }

    public ElasticStatus Status { get; } = new();

    public MemoryParking Parked { get; } = new();

    /// <summary>Events that the sink has taken.</summary>
    public int Taken { get; private set; }

    public int Settled(Settlement settlement) => Receipts().Count(receipt => receipt.Settled is { IsCompletedSuccessfully: true } settled && settled.Result == settlement);

    public int Unsettled => Receipts().Count(receipt => !receipt.Settled.IsCompleted);

    /// <summary>Feeds events; waits while the sink takes none.</summary>
    public async Task FeedAsync(IEnumerable<EnrichedEvent> events)
    {
        foreach (var each in events)
        {
            var receipt = new Receipt();
            lock (_receipts)
                _receipts.Add(receipt);
            var offer = _queue.OfferAsync(new(each, receipt));
            Assert.True(await Task.WhenAny(offer, Task.Delay(Patience * 4)) == offer, $"taken {Taken}, unsettled {Unsettled}: {Status.Reason}");
            Assert.True(await offer is QueueOfferResult.Enqueued, $"the sink has ended: {End.Exception}");
            Taken++;
        }
    }

    public Task AllSettledAsync() => UntilAsync(() => Unsettled == 0, () => $"{Unsettled} unsettled; {Status.Reason}");

    public static async Task UntilAsync(Func<bool> holds, Func<string> otherwise)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, otherwise());
            await Task.Delay(20);
        }
    }

    public async Task FinishAsync()
    {
        _queue.Complete();
        await End.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await ((Task)End).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private List<Receipt> Receipts()
    {
        lock (_receipts)
            return [.. _receipts];
    }
}
