using System.Collections.Concurrent;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>What the edges promise, on whatever broker a class below names.</summary>
public abstract class EdgeConformance
{
    protected abstract Task<string> BrokersAsync();

    [Fact]
    public async Task SinkAndSource_RoundTrip_KeepsEachAgentsOrder()
    {
        var brokers = await BrokersAsync();
        var (setup, topics) = (Some.Setup(brokers), await Some.TopicsAsync(3, brokers));
        using var materializer = Some.Materializer();
        var sent = await WriteAsync(setup, topics, 2_000, materializer);
        Assert.All(sent, tracked => Assert.Equal(Settlement.Durable, ((Some.Receipt)tracked.Receipt).Settled));

        var got = new ConcurrentQueue<AuditEvent>();
        var control = Read(setup, topics, ParkingLot.None, tracked => { got.Enqueue(tracked.Value); return true; }, materializer);
        await Some.UntilAsync(() => got.Count >= sent.Count, 30, "all records");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        foreach (var agent in got.GroupBy(e => e.Subject))
            Assert.Equal(sent.Select(t => t.Value).Where(e => e.Subject == agent.Key).Select(e => e.Id), agent.Select(e => e.Id));
        Assert.Equal(sent.Count, got.Count);
    }

    [Fact]
    public async Task Source_UnsettledRecord_HoldsTheCommitBelowIt()
    {
        var brokers = await BrokersAsync();
        var (setup, topics) = (Some.Setup(brokers), await Some.TopicsAsync(1, brokers));
        using var materializer = Some.Materializer();
        await WriteAsync(setup, topics, 100, materializer);

        var first = 0;
        var control = Read(setup, topics, ParkingLot.None, tracked => Interlocked.Increment(ref first) > 0 && tracked.Value.Sequence != 40, materializer);
        await Some.UntilAsync(() => first == 100, 30, "all records once");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        var again = new ConcurrentQueue<long>();
        control = Read(setup, topics, ParkingLot.None, tracked => { again.Enqueue(tracked.Value.Sequence); return true; }, materializer);
        await Some.UntilAsync(() => again.Count == 60, 30, "what was not settled");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Enumerable.Range(40, 60).Select(n => (long)n), again);
    }

    [Fact]
    public async Task Source_Poison_IsParkedAndTheFlowGoesOn()
    {
        var brokers = await BrokersAsync();
        var (setup, topics) = (Some.Setup(brokers), await Some.TopicsAsync(1, brokers));
        using var materializer = Some.Materializer();
        using (var raw = new Confluent.Kafka.ProducerBuilder<string, byte[]>(new Confluent.Kafka.ProducerConfig { BootstrapServers = brokers }).Build())
            await raw.ProduceAsync(topics.Raw.Name, new() { Key = "x", Value = [9, 9, 9, 9, 9, 9] });
        await WriteAsync(setup, topics, 5, materializer);

        var (parked, got) = (new ConcurrentQueue<ParkedRecord>(), 0);
        var park = new ParkingLot(record => { parked.Enqueue(record); return Task.CompletedTask; });
        var control = Read(setup, topics, park, _ => Interlocked.Increment(ref got) > 0, materializer);
        await Some.UntilAsync(() => got == 5, 30, "the good records");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([9, 9, 9, 9, 9, 9], Assert.Single(parked).Payload.ToArray());
        Assert.Contains("zero byte", Assert.Single(parked).Reason);
    }

    [Fact]
    public async Task Readers_RecordWithoutValue_IsPassedOver()
    {
        var brokers = await BrokersAsync();
        var (setup, topics) = (Some.Setup(brokers), await Some.TopicsAsync(1, brokers));
        using var materializer = Some.Materializer();
        using (var raw = new Confluent.Kafka.ProducerBuilder<string, byte[]>(new Confluent.Kafka.ProducerConfig { BootstrapServers = brokers }).Build())
            await raw.ProduceAsync(topics.Raw.Name, new() { Key = "x", Value = null! });
        await WriteAsync(setup, topics, 5, materializer);

        var got = 0;
        var control = Read(setup, topics, ParkingLot.None, _ => Interlocked.Increment(ref got) > 0, materializer);
        var enrich = new EnrichmentEdge { Kafka = setup, Topics = topics, Processor = _ => new Counter() }.Start();
        await Some.UntilAsync(() => got == 5, 30, "the records with values are read");
        await Some.UntilAsync(() => Some.ReadAll(topics.Enriched.Name, brokers).Count == 5, 30, "the records with values are enriched");
        await Task.WhenAll(control.StopAsync(), enrich.StopAsync()).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(Some.ReadAll(topics.Parked.Name, brokers));
    }

    [Fact]
    public async Task Source_MembersJoinAndLeaveUnderLoad_NothingIsLost()
    {
        var brokers = await BrokersAsync();
        var (setup, topics) = (Some.Setup(brokers), await Some.TopicsAsync(6, brokers));
        using var materializer = Some.Materializer();
        var got = new ConcurrentDictionary<string, int>();
        bool Take(Tracked<AuditEvent> tracked)
        {
            got.AddOrUpdate(tracked.Value.Id, 1, (_, times) => times + 1);
            return true;
        }

        var one = Read(setup, topics, ParkingLot.None, Take, materializer);
        var writing = WriteAsync(setup, topics, 20_000, materializer, perSecond: 2_000);
        await Some.UntilAsync(() => !got.IsEmpty, 20, "the first record");
        var two = Read(setup, topics, ParkingLot.None, Take, materializer);
        await Task.Delay(3_000);
        await one.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await writing;
        await Some.UntilAsync(() => got.Count == 20_000, 30, "all records");
        await two.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(20_000, got.Count);
    }

    private static async Task<List<Tracked<AuditEvent>>> WriteAsync(
        KafkaSetup setup, AuditTopics topics, int count, IMaterializer materializer, int perSecond = 0)
    {
        var events = Enumerable.Range(0, count).Select(n => new Tracked<AuditEvent>(Some.Event(n, $"agent-{n % 7}"), new Some.Receipt())).ToList();
        var source = Source.From(events);
        if (perSecond > 0)
            source = source.Throttle(perSecond, TimeSpan.FromSeconds(1), perSecond / 10, ThrottleMode.Shaping);
        await source.RunWith(KafkaSink.Create(setup, topics.Raw, ParkingLot.None), materializer).WaitAsync(TimeSpan.FromSeconds(40));
        return events;
    }

    private static KafkaControl Read(
        KafkaSetup setup, AuditTopics topics, IParkingLot park, Func<Tracked<AuditEvent>, bool> take, IMaterializer materializer) =>
        KafkaSource.Create(setup, [topics.Raw], park, new() { GroupId = topics.Prefix + "g", StopDrainMax = TimeSpan.FromSeconds(1) })
            .To(Sink.ForEach<Tracked<AuditEvent>>(tracked =>
            {
                if (take(tracked))
                    tracked.Receipt.Settle(Settlement.Durable);
            }))
            .Run(materializer);
}
