using System.Collections.Concurrent;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>The broker goes away under load and comes back with its data. <c>SNOWTRAIL_TEST_OUTAGE_SECONDS</c> sets for how long; 20 unless set.</summary>
[Collection(OwnBrokerTests.Name)]
public sealed class OutageTests(OwnBroker broker, ITestOutputHelper output)
{
    private const int InFlightMax = 1_000;
    private static readonly int Seconds =
        int.TryParse(Environment.GetEnvironmentVariable("SNOWTRAIL_TEST_OUTAGE_SECONDS"), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Broker_AwayUnderLoad_NothingAcknowledgedIsLostAndNothingIsTwice(bool kill)
    {
        await broker.StartAsync();
        var (setup, topics) = (Some.Setup(broker.Address), await Some.TopicsAsync(6, broker.Address));
        using var materializer = Some.Materializer();
        var read = new ConcurrentDictionary<string, int>();
        var enrich = new EnrichmentEdge { Kafka = setup, Topics = topics, Processor = _ => new Counter() }.Start();
        var index = Read(setup, topics, materializer, id => read.AddOrUpdate(id, 1, (_, times) => times + 1));
        var (asked, acknowledged, ends) = (0, 0, false);
        // ReSharper disable once AccessToModifiedClosure
        var writing = Source.From(Enumerable.Range(0, int.MaxValue).TakeWhile(_ => !Volatile.Read(ref ends)))
            .Throttle(500, TimeSpan.FromSeconds(1), 50, ThrottleMode.Shaping)
            .Select(n => new Tracked<AuditEvent>(
                Some.Event(Interlocked.Increment(ref asked) - 1, $"agent-{n % 50}"), new Counting(() => Interlocked.Increment(ref acknowledged))))
            .RunWith(KafkaSink.Create(setup, topics.Raw, ParkingLot.None, new() { InFlightMax = InFlightMax, DrainMax = TimeSpan.FromMinutes(2) }), materializer);
        await Some.UntilAsync(() => read.Count > 1_000, 60, "it flows");
        Assert.True(setup.Status.IsReady);

        await broker.StopAsync(kill);
        await Some.UntilAsync(() => setup.Status.Edges.Count(edge => edge.Value is not null) >= 3, 20, "readers and writer say that they wait");
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        Assert.InRange(asked - acknowledged, 0, InFlightMax + 100);
        var before = Volatile.Read(ref acknowledged);
        await broker.StartAsync();
        await Some.UntilAsync(() => acknowledged > before + 1_000, 60, "it flows again");
        Volatile.Write(ref ends, true);
        await writing.WaitAsync(TimeSpan.FromSeconds(90));
        await Some.UntilAsync(() => read.Count >= acknowledged, 60, "all is read", () => $"read {read.Count} of {acknowledged}; {Counts(topics)}; {string.Join(", ", setup.Status.Edges)}");
        await Some.UntilAsync(() => setup.Status.IsReady, 30, "all say that they run");
        await Task.WhenAll(enrich.StopAsync(), index.StopAsync()).WaitAsync(TimeSpan.FromSeconds(40));

        var raw = Some.ReadAll(topics.Raw.Name, broker.Address).Select(r => AuditEvent.FromAvro(r.Message.Value.AsSpan(5)).Id).ToList();
        var enriched = Some.ReadAll(topics.Enriched.Name, broker.Address).Select(r => EnrichedEvent.FromAvro(r.Message.Value.AsSpan(5)).Id.Split('#')[0]).ToList();
        output.WriteLine($"{(kill ? "killed" : "stopped")} for {Seconds} s: acknowledged {acknowledged}; audit.raw: {raw.Count}, twice {Twice(raw)}; "
            + $"audit.enriched: {enriched.Count}, twice {Twice(enriched)}; read again by the last reader {read.Values.Sum() - read.Count}");
        Assert.Equal(asked, acknowledged);
        Assert.Equal((acknowledged, 0), (raw.Count, Twice(raw)));
        Assert.Equal((acknowledged, 0), (enriched.Count, Twice(enriched)));
    }

    private static KafkaControl Read(KafkaSetup setup, AuditTopics topics, IMaterializer materializer, Action<string> found) =>
        KafkaSource.Create(setup, [topics.Enriched], ParkingLot.None, new() { GroupId = "index" })
            .To(Sink.ForEach<Tracked<EnrichedEvent>>(tracked =>
            {
                found(tracked.Value.Id);
                tracked.Receipt.Settle(Settlement.Durable);
            }))
            .Run(materializer);

    private string Counts(AuditTopics topics) =>
        string.Join(", ", new[] { topics.Raw.Name, topics.Enriched.Name }.Select(topic => $"{topic} {Some.ReadAll(topic, broker.Address).Count}"));

    private static int Twice(List<string> ids) => ids.Count - ids.Distinct(StringComparer.Ordinal).Count();

    private sealed class Counting(Action settled) : IReceipt
    {
        public void Settle(Settlement settlement) => settled();
    }
}
