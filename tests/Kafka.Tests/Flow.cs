using System.Collections.Concurrent;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>Writer, enricher and reader on the brokers of a test, 500 events a second, and at the end what became of each event.</summary>
internal sealed class Flow : IDisposable
{
    public const int InFlightMax = 1_000;
    private readonly string _brokers;
    private readonly AuditTopics _topics;
    private readonly ActorMaterializer _materializer = Some.Materializer();
    private readonly ConcurrentDictionary<string, int> _read = new();
    private readonly (KafkaControl Enrich, KafkaControl Index, Task Indexed) _running;
    private readonly Task _writing;
    private int _asked;
    private int _acknowledged;
    private volatile bool _ends;

    public Flow(string brokers, AuditTopics topics)
    {
        (_brokers, _topics, Setup) = (brokers, topics, Some.Setup(brokers));
        var (read, indexed) = Read();
        _running = (new EnrichmentEdge { Kafka = Setup, Topics = topics, Processor = _ => new Counter() }.Start(), read, indexed);
        _writing = Source.From(Enumerable.Range(0, int.MaxValue).TakeWhile(_ => !_ends))
            .Throttle(500, TimeSpan.FromSeconds(1), 50, ThrottleMode.Shaping)
            .Select(n => new Tracked<AuditEvent>(
                Some.Event(Interlocked.Increment(ref _asked) - 1, $"agent-{n % 50}"), new Counting(() => Interlocked.Increment(ref _acknowledged))))
            .RunWith(KafkaSink.Create(Setup, topics.Raw, ParkingLot.None, new() { InFlightMax = InFlightMax, DrainMax = TimeSpan.FromMinutes(2) }), _materializer);
    }

    public KafkaSetup Setup { get; }

    public int Asked => Volatile.Read(ref _asked);

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Found => _read.Count;

    /// <summary>Ends the writing, waits for all to be read, and holds what lies in the topics to what was acknowledged.</summary>
    public async Task<string> EndAsync()
    {
        _ends = true;
        await _writing.WaitAsync(TimeSpan.FromSeconds(90));
        await Some.UntilAsync(() => Found >= Acknowledged || IsBroken, 120, "all is read", Told);
        Assert.False(IsBroken, Told());
        await Some.UntilAsync(() => Setup.Status.IsReady, 60, "all say that they run", Told);
        await Task.WhenAll(_running.Enrich.StopAsync(), _running.Index.StopAsync()).WaitAsync(TimeSpan.FromSeconds(40));

        var raw = Some.ReadAll(_topics.Raw.Name, _brokers).Select(r => AuditEvent.FromAvro(r.Message.Value.AsSpan(5)).Id).ToList();
        var enriched = Some.ReadAll(_topics.Enriched.Name, _brokers).Select(r => EnrichedEvent.FromAvro(r.Message.Value.AsSpan(5)).Id.Split('#')[0]).ToList();
        Assert.Equal(Asked, Acknowledged);
        Assert.Equal((Acknowledged, 0), (raw.Count, Twice(raw)));
        Assert.Equal((Acknowledged, 0), (enriched.Count, Twice(enriched)));
        return $"acknowledged {Acknowledged}; audit.raw: {raw.Count}, twice {Twice(raw)}; audit.enriched: {enriched.Count}, twice {Twice(enriched)}; "
            + $"read again by the last reader {_read.Values.Sum() - Found}";
    }

    /// <summary>Where it stands, for who waited in vain.</summary>
    public string Told() =>
        $"read {Found} of {Acknowledged}; {string.Join(", ", Setup.Status.Edges)}; {_running.Enrich.Completion.Exception}; {_running.Indexed.Exception}";

    // In a role an edge that fails is started again; what fails here is to be known
    private bool IsBroken => _running.Enrich.Completion.IsFaulted || _running.Indexed.IsCompleted;

    public void Dispose()
    {
        _ends = true;
        _materializer.Dispose();
    }

    private (KafkaControl, Task) Read() =>
        KafkaSource.Create(Setup, [_topics.Enriched], ParkingLot.None, new() { GroupId = "index" })
            .ToMaterialized(Sink.ForEach<Tracked<EnrichedEvent>>(tracked =>
            {
                _read.AddOrUpdate(tracked.Value.Id, 1, (_, times) => times + 1);
                tracked.Receipt.Settle(Settlement.Durable);
            }), Keep.Both)
            .Run(_materializer);

    private static int Twice(List<string> ids) => ids.Count - ids.Distinct(StringComparer.Ordinal).Count();

    private sealed class Counting(Action settled) : IReceipt
    {
        public void Settle(Settlement settlement) => settled();
    }
}
