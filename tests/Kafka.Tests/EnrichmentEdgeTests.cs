using System.Diagnostics;
using Confluent.Kafka;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Tests;

public sealed class EnrichmentEdgeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Edge_OwnersChangeUnderLoad_EachOutputOnceAndTheStateUnbroken()
    {
        const int Count = 6_000;
        var topics = await Some.TopicsAsync(2);
        using var producer = Some.Producer();
        var one = Edge(topics, _ => new Counter()).Start();
        var two = Edge(topics, _ => new Counter()).Start();
        for (var n = 0; n < Count; n++)
        {
            Write(producer, topics, n);
            if (n % 100 == 0)
                await Task.Delay(50);
            if (n == Count / 2)
                await one.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        producer.Flush(TimeSpan.FromSeconds(10));
        await Some.UntilAsync(() => Some.ReadAll(topics.Enriched.Name).Count >= Count, 40, "all outputs");
        await two.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));

        foreach (var partition in Some.ReadAll(topics.Enriched.Name).GroupBy(r => r.Partition.Value))
            Assert.Equal(Enumerable.Range(1, partition.Count()), partition.Select(r => Counter.Number(r.Message.Value)));
        Assert.Equal(Count, Some.ReadAll(topics.Enriched.Name).Count);
    }

    [Fact]
    public async Task Edge_PredecessorLeftATransactionOpen_ItsOutputIsNeverSeenAndItIsFenced()
    {
        var topics = await Some.TopicsAsync(1);
        var edge = Edge(topics, _ => new Counter());
        using var dead = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = Servers.Kafka, TransactionalId = edge.TransactionalId(0), TransactionTimeoutMs = 60_000,
        }).Build();
        dead.InitTransactions(TimeSpan.FromSeconds(20));
        dead.BeginTransaction();
        await dead.ProduceAsync(topics.Enriched.Name, new() { Key = "dead", Value = [1] });
        using (var producer = Some.Producer())
        {
            Write(producer, topics, 0);
            producer.Flush(TimeSpan.FromSeconds(10));
        }

        var control = edge.Start();
        await Some.UntilAsync(() => Some.ReadAll(topics.Enriched.Name).Count == 1, 15, "the output, well before the dead transaction's time-out");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotEqual("dead", Assert.Single(Some.ReadAll(topics.Enriched.Name)).Message.Key);
        var fault = Assert.ThrowsAny<KafkaException>(() => dead.CommitTransaction(TimeSpan.FromSeconds(10)));
        Assert.True(fault.Error.IsFatal, fault.Error.ToString());
    }

    [Fact]
    public async Task Edge_TopicIsMissing_SaysSoAndGoesOnWhenItIsThere()
    {
        var topics = await Some.TopicsAsync(1);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Servers.Kafka }).Build();
        await admin.DeleteTopicsAsync([topics.Alerts.Name]);
        using var producer = Some.Producer();
        Write(producer, topics, 0);
        producer.Flush(TimeSpan.FromSeconds(10));

        var edge = Edge(topics, _ => new Counter());
        var control = edge.Start();
        await Some.UntilAsync(() => edge.Kafka.Status.Edges.Any(one => one.Value == $"topic {topics.Alerts.Name} is not there: run `snowtrail topics apply`"), 30, "it says what it misses",
            () => string.Join(", ", edge.Kafka.Status.Edges));
        await admin.CreateTopicsAsync([new() { Name = topics.Alerts.Name, NumPartitions = 1 }]);
        await Some.UntilAsync(() => Some.ReadAll(topics.Enriched.Name).Count == 1, 30, "the output");
        Assert.True(edge.Kafka.Status.IsReady, string.Join(", ", edge.Kafka.Status.Edges));
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Edge_EventThatMakesTheProcessorThrow_IsParkedOnceAndLeavesNoTrace()
    {
        var topics = await Some.TopicsAsync(1);
        using (var producer = Some.Producer())
        {
            for (var n = 0; n < 20; n++)
                Write(producer, topics, n);
            producer.Flush(TimeSpan.FromSeconds(10));
        }

        var control = Edge(topics, _ => new Counter { Poison = 7 }).Start();
        await Some.UntilAsync(() => Some.ReadAll(topics.Enriched.Name).Count == 19, 40, "the other outputs");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(1, 19), Some.ReadAll(topics.Enriched.Name).Select(r => Counter.Number(r.Message.Value)));
        var parked = ParkedRecord.FromAvro(Assert.Single(Some.ReadAll(topics.Parked.Name)).Message.Value.AsSpan(WireFormat.HeaderBytes));
        Assert.Equal(Some.Event(7).Id, AuditEvent.FromAvro(parked.Payload.Span[WireFormat.HeaderBytes..]).Id);
    }

    [Fact]
    public async Task Edge_BacklogOfOneAgent_HoldsOthersUpForLittleOfIt()
    {
        const int Backlog = 300_000;
        var topics = await Some.TopicsAsync(2);
        using var producer = Some.Producer();
        var (hot, cold) = await ApartAsync(producer, topics);
        for (var n = 0; n < Backlog; n++)
        {
            Some.Write(producer, topics, Some.Event(n, hot.Key));
            if (n % 50_000 == 0)
                producer.Flush(TimeSpan.FromSeconds(30));
        }

        producer.Flush(TimeSpan.FromSeconds(30));
        // Readers of one partition each: one of both would have fetched much of the backlog before the other's event
        var (ahead, answered) = (0, 0);
        using var backlog = new Tail(Servers.Kafka, topics.Enriched.Name, _ => Interlocked.Increment(ref ahead), hot.Partition);
        using var others = new Tail(Servers.Kafka, topics.Enriched.Name, _ => Interlocked.Increment(ref answered), cold.Partition);
        var control = new EnrichmentEdge { Kafka = Some.Setup(), Topics = topics, Processor = _ => new Counter() }.Start();
        await Some.UntilAsync(() => Volatile.Read(ref ahead) > 1_000 && Volatile.Read(ref answered) > 0, 60, "the backlog is being worked off");

        List<(int Ahead, TimeSpan Time)> waits = [];
        do
        {
            var (since, before, seen) = (Stopwatch.GetTimestamp(), Volatile.Read(ref ahead), Volatile.Read(ref answered));
            Some.Write(producer, topics, Some.Event(Backlog, cold.Key));
            await Some.UntilAsync(() => Volatile.Read(ref answered) > seen, 60, "the other agent's event");
            waits.Add((Volatile.Read(ref ahead) - before, Stopwatch.GetElapsedTime(since)));
        }
        while (Volatile.Read(ref ahead) < Backlog * 2 / 3);

        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        var median = waits.Select(w => w.Ahead).Order().ElementAt(waits.Count / 2);
        output.WriteLine($"beside a backlog of {Backlog}, {waits.Count} events of another agent: before them {median} of it, at most {waits.Max(w => w.Ahead)}, "
            + $"{waits.Max(w => w.Time).TotalSeconds:0.00} s");
        // The median, for other tests on the machine hold a reader up now and then
        Assert.InRange(median, 0, Backlog / 3);
    }

    /// <summary>Two agents of different partitions, an event of each written.</summary>
    private static async Task<(DeliveryResult<string, byte[]> First, DeliveryResult<string, byte[]> Second)> ApartAsync(IProducer<string, byte[]> producer, AuditTopics topics)
    {
        Task<DeliveryResult<string, byte[]>> WriteAsync(string agent) =>
            producer.ProduceAsync(topics.Raw.Name, new() { Key = agent, Value = WireFormat.Encode(SchemaIdFile.IdOf(AuditEvent.SchemaFingerprint), Some.Event(0, agent)) });

        var first = await WriteAsync("agent-0");
        for (var n = 1; ; n++)
            if (await WriteAsync($"agent-{n}") is var other && other.Partition != first.Partition)
                return (first, other);
    }

    private static EnrichmentEdge Edge(AuditTopics topics, Func<int, IPartitionProcessor> processor) => new()
    {
        Kafka = Some.Setup(),
        Topics = topics,
        Processor = processor,
        Options = new() { SnapshotInterval = TimeSpan.FromSeconds(2), Reading = new() { GroupId = "enrich" } },
    };

    // One agent a partition, and one output a partition in the same place: so its order can be compared
    private static void Write(IProducer<string, byte[]> producer, AuditTopics topics, int n) =>
        Some.Write(producer, topics, Some.Event(n, n % 2 == 0 ? "agent-a" : "agent-b"));
}
