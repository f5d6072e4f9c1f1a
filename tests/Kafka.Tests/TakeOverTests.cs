using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Tests;

/// <summary>A member that is killed gives nothing back by itself: its share and its open transaction must move all the same, within 15 s.</summary>
[Collection(OwnBrokerTests.Name)]
public sealed class TakeOverTests(OwnBroker broker, ITestOutputHelper output)
{
    private const int Partitions = 6;
    private const int Handled = 20;
    private const string Dead = "dead";
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
        using var dead = Transaction("dead");
        await dead.ProduceAsync(new TopicPartition(topics.Enriched.Name, 0), new() { Key = Dead, Value = [1] });
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

    /// <summary>
    /// The broker drops the markers of a transaction over <c>audit.enriched</c>, the state and the group's offset. What is then committed of it in
    /// one place only, as a broker that is killed in the middle of its markers leaves it, decides what the next owner makes of the rest.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Transaction_WhoseMarkersTheBrokerDropped_IsEndedByTheNextOwnerAsItWasDecided(bool stateIsCommitted, bool offsetIsCommitted)
    {
        var edge = await HalfEndedAsync(stateIsCommitted, offsetIsCommitted);
        var topics = edge.Topics;
        var seen = 0;
        using var tail = new Tail(broker.Address, topics.Enriched.Name, _ => Interlocked.Increment(ref seen));
        using var load = new Load(broker.Address, topics, Handled);
        var enrich = edge.Start();
        await Some.UntilAsync(() => Volatile.Read(ref seen) >= 200, 30, "readers of committed data go on", () => string.Join(", ", edge.Kafka.Status.Edges));
        load.Stop();
        await Some.UntilAsync(() => Volatile.Read(ref seen) >= load.Count, 40, "all is handled", () => $"{seen} of {load.Count}; {string.Join(", ", edge.Kafka.Status.Edges)}");
        await enrich.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        EachOnce(topics, load.Count);
        Assert.Equal(stateIsCommitted || offsetIsCommitted ? Handled : 0, Some.ReadAll(topics.Enriched.Name, broker.Address).Count(r => r.Message.Key == Dead));
        await broker.StopAsync();
    }

    /// <summary>What is left where the broker dropped the markers. Now and then it writes them after all: then again, with other topics.</summary>
    private async Task<EnrichmentEdge> HalfEndedAsync(bool stateIsCommitted, bool offsetIsCommitted)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await broker.StartAsync();
            var topics = await Some.TopicsAsync(1, broker.Address);
            var edge = new EnrichmentEdge { Kafka = Some.Setup(broker.Address), Topics = topics, Processor = _ => new Counter() };
            using (var writer = Some.Producer(broker.Address))
            {
                for (var n = 0; n < Handled; n++)
                    Some.Write(writer, topics, Some.Event(n));
                writer.Flush(TimeSpan.FromSeconds(20));
            }

            await LeaveOpenAsync(edge);
            // Away for longer than the time-out, and then quick to look for what timed out: before it knows who leads the partitions
            await Task.Delay(edge.Options.TransactionTimeout + TimeSpan.FromSeconds(1));
            await broker.StartAsync("--set", "transaction.abort.timed.out.transaction.cleanup.interval.ms=100");
            await Task.Delay(2_000);
            Decide(edge, stateIsCommitted, offsetIsCommitted);
            var (committed, end) = (await EndAsync(topics.Enriched.Name, IsolationLevel.ReadCommitted), await EndAsync(topics.Enriched.Name, IsolationLevel.ReadUncommitted));
            if (committed < end)
                return edge;
            await broker.StopAsync();
        }

        Assert.Skip("the broker ended the transaction by itself three times: nothing to mend");
        throw new UnreachableException();
    }

    /// <summary>The lane's first transaction, written as a lane does it, and never ended.</summary>
    private async Task LeaveOpenAsync(EnrichmentEdge edge)
    {
        using var dead = Transaction(edge.TransactionalId(0));
        var counter = new Counter();
        counter.Restore(null);
        var (key, value) = new Progress(-1, Handled).Encode(0);
        Produce(dead, edge.Topics.State, Encoding.UTF8.GetString(key), value);
        for (var n = 0; n < Handled; n++)
            Produce(dead, edge.Topics.Enriched.Name, Dead, WireFormat.Encode(SchemaIdFile.IdOf(EnrichedEvent.SchemaFingerprint), counter.Process(Some.Event(n))[0]));
        foreach (var piece in SnapshotChunk.Cut(0, Handled, counter.Snapshot()))
            Produce(dead, edge.Topics.State, Encoding.UTF8.GetString(piece.Key), piece.Value);
        dead.Flush(TimeSpan.FromSeconds(20));
        SendOffset(dead, edge);
        await broker.StopAsync(kill: true);
    }

    /// <summary>Commits in one place what was left open there, and nothing else.</summary>
    private void Decide(EnrichmentEdge edge, bool state, bool offset)
    {
        if (!state && !offset)
            return;
        using var heir = Transaction(edge.TransactionalId(0));
        if (state)
            Produce(heir, edge.Topics.State, "", null);
        heir.Flush(TimeSpan.FromSeconds(20));
        if (offset)
            SendOffset(heir, edge);
        heir.CommitTransaction(TimeSpan.FromSeconds(20));
    }

    private void SendOffset(IProducer<string, byte[]> producer, EnrichmentEdge edge)
    {
        using var member = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = broker.Address, GroupId = edge.Options.Reading.GroupId }).Build();
        producer.SendOffsetsToTransaction([new(edge.Topics.Raw.Name, 0, Handled)], member.ConsumerGroupMetadata, TimeSpan.FromSeconds(20));
    }

    private static void Produce(IProducer<string, byte[]> producer, string topic, string key, byte[]? value) =>
        producer.Produce(new TopicPartition(topic, 0), new() { Key = key, Value = value! });

    /// <summary>A producer with a transaction begun.</summary>
    private IProducer<string, byte[]> Transaction(string id)
    {
        var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = broker.Address, TransactionalId = id, TransactionTimeoutMs = (int)new EnrichmentOptions().TransactionTimeout.TotalMilliseconds,
        }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(20));
        producer.BeginTransaction();
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

    private static string EventOf(byte[] value) => EnrichedEvent.FromAvro(value.AsSpan(WireFormat.HeaderBytes)).Id.Split('#')[0];
}
