using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
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
        var survivor = MemberProcess.Start(order, e => Found(e.Id));
        await Some.UntilAsync(() => shares.Count == Partitions / 2, 60, "each of two members has its half");
        await Task.Delay(1_000);
        killed.Kill();
        var since = Stopwatch.GetTimestamp();
        // Each partition's next event is one that only the new owner can have handled
        var markers = load.Ids(from: load.Count, to: load.Count + 100);
        await Some.UntilAsync(() => markers.All(found.ContainsKey), 40, "all partitions are served again");
        var tookOver = Stopwatch.GetElapsedTime(since);
        load.Stop();
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
        using var dead = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = broker.Address, TransactionalId = "dead", TransactionTimeoutMs = (int)new EnrichmentOptions().TransactionTimeout.TotalMilliseconds,
        }).Build();
        dead.InitTransactions(TimeSpan.FromSeconds(20));
        dead.BeginTransaction();
        await dead.ProduceAsync(topics.Enriched.Name, new() { Key = "dead", Value = [1] });
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
