using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Tests;

/// <summary>A member that is killed gives nothing back by itself: its share and its open transaction must move all the same, within 15 s.</summary>
[Collection(OwnBrokerTests.Name)]
public sealed class TakeOverTests(OwnBroker broker, ITestOutputHelper output)
{
    private const int Partitions = 6;
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Member_Killed_ItsShareMovesInTime(bool enriches, bool brokerAssigns)
    {
        await broker.StartAsync();
        var topics = await Some.TopicsAsync(Partitions, broker.Address);
        var order = new MemberProcess.Order(broker.Address, topics.Prefix, enriches, brokerAssigns);
        var found = new ConcurrentDictionary<string, int>();
        void Found(string id) => found.AddOrUpdate(id, 1, (_, times) => times + 1);
        using var shares = new Shares(topics.Prefix + "member");
        using var load = new Load(broker.Address, topics);
        using var tail = enriches ? new Tail(broker.Address, topics.Enriched.Name, value => Found(EventOf(value))) : null;

        using var killed = MemberProcess.Start(order);
        var setup = Some.Setup(broker.Address);
        var survivor = MemberProcess.Start(order, setup, e => Found(e.Id));
        await Some.UntilAsync(() => shares.Count == Partitions / 2, 60, "each of two members has its half");
        await Task.Delay(1_000);
        killed.Kill();
        var since = Stopwatch.GetTimestamp();
        // Each partition's next event is one that only the new owner can have handled
        var markers = load.Ids(from: load.Count, to: load.Count + 100);
        await Some.UntilAsync(() => markers.All(found.ContainsKey), 40, "all partitions are served again",
            () => $"{markers.Count(found.ContainsKey)} of {markers.Count}; {string.Join(", ", setup.Status.Edges)}");
        var tookOver = Stopwatch.GetElapsedTime(since);
        load.Stop();
        await Some.UntilAsync(() => found.Count >= load.Count, 20, "all is handled", () => $"{found.Count} of {load.Count}");
        await survivor.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));

        output.WriteLine($"{(enriches ? "enrich" : "read")}, {(brokerAssigns ? "KIP-848" : "cooperative-sticky")}: taken over in {tookOver.TotalSeconds:F1} s");
        Assert.InRange(tookOver, TimeSpan.Zero, Promise);
        if (enriches)
            EachOnce(topics, load.Count);
    }

    [Fact]
    public async Task Transaction_NobodyEnds_HoldsReadersNoLongerThanPromised()
    {
        await broker.StartAsync();
        var topics = await Some.TopicsAsync(1, broker.Address);
        using var dead = await OpenAsync("dead", topics);
        var since = Stopwatch.GetTimestamp();
        using var alive = Some.Producer(broker.Address);
        await alive.ProduceAsync(topics.Enriched.Name, new() { Key = "alive", Value = [2] });

        var seen = new ConcurrentQueue<byte[]>();
        using var tail = new Tail(broker.Address, topics.Enriched.Name, seen.Enqueue);
        await Some.UntilAsync(() => !seen.IsEmpty, 40, "what lies behind the open transaction");
        output.WriteLine($"ended by the broker after {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s");
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(1), Promise);
        Assert.Equal([2], Assert.Single(seen));
    }

    [Fact]
    public async Task Transaction_WhoseEndTheBrokerDropped_IsEndedByTheNextOwner()
    {
        await broker.StartAsync();
        var topics = await Some.TopicsAsync(2, broker.Address);
        var edge = new EnrichmentEdge { Kafka = Some.Setup(broker.Address), Topics = topics, Processor = _ => new Counter() };
        await LeaveOpenAsync(edge, topics);
        // Away for longer than the time-out, and then quick to look for what timed out: before it knows who leads the partitions
        await Task.Delay(edge.Options.TransactionTimeout + TimeSpan.FromSeconds(1));
        await broker.StartAsync("--set", "transaction.abort.timed.out.transaction.cleanup.interval.ms=100");
        await Task.Delay(2_000);
        var (committed, end) = (await EndAsync(topics.Enriched.Name, IsolationLevel.ReadCommitted), await EndAsync(topics.Enriched.Name, IsolationLevel.ReadUncommitted));
        Assert.SkipUnless(committed < end, "the broker ended the transaction by itself: nothing to mend");

        using var load = new Load(broker.Address, topics);
        var enrich = edge.Start();
        await Some.UntilAsync(() => Some.ReadAll(topics.Enriched.Name, broker.Address).Count >= 200, 30, "readers of committed data go on");
        load.Stop();
        await Some.UntilAsync(() => Some.ReadAll(topics.Enriched.Name, broker.Address).Count >= load.Count, 20, "all is handled");
        await enrich.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        EachOnce(topics, load.Count);
        await broker.StopAsync();
    }

    private async Task LeaveOpenAsync(EnrichmentEdge edge, AuditTopics topics)
    {
        using var dead = await OpenAsync(edge.TransactionalId(0), topics);
        using var member = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = broker.Address, GroupId = edge.Options.Reading.GroupId }).Build();
        dead.SendOffsetsToTransaction([new(topics.Raw.Name, 0, 0)], member.ConsumerGroupMetadata, TimeSpan.FromSeconds(10));
        await broker.StopAsync(kill: true);
    }

    /// <summary>A producer with an open transaction that has written to the first partition.</summary>
    private async Task<IProducer<string, byte[]>> OpenAsync(string id, AuditTopics topics)
    {
        var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = broker.Address, TransactionalId = id, TransactionTimeoutMs = (int)new EnrichmentOptions().TransactionTimeout.TotalMilliseconds,
        }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(20));
        producer.BeginTransaction();
        await producer.ProduceAsync(new TopicPartition(topics.Enriched.Name, 0), new() { Key = "dead", Value = [1] });
        return producer;
    }

    private async Task<long> EndAsync(string topic, IsolationLevel level)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Address }).Build();
        var ends = await admin.ListOffsetsAsync(
            [new() { TopicPartition = new(topic, 0), OffsetSpec = OffsetSpec.Latest() }], new() { IsolationLevel = level, RequestTimeout = TimeSpan.FromSeconds(20) });
        return ends.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    private void EachOnce(AuditTopics topics, int count)
    {
        var all = Some.ReadAll(topics.Enriched.Name, broker.Address);
        foreach (var partition in all.GroupBy(r => r.Partition.Value))
            Assert.Equal(Enumerable.Range(1, partition.Count()), partition.Select(r => Counter.Number(r.Message.Value)));
        output.WriteLine($"sent {count}, found {all.Select(r => EventOf(r.Message.Value)).Distinct().Count()}, records {all.Count}");
        Assert.Equal(count, all.Count);
    }

    private static string EventOf(byte[] value) => EnrichedEvent.FromAvro(value.AsSpan(Wire.WireFormat.HeaderBytes)).Id.Split('#')[0];
}
