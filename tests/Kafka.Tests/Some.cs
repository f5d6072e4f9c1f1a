using Akka.Actor;
using Akka.Streams;
using Confluent.Kafka;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

internal static class Some
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static SessionClosed Closed(string subject) => new()
    {
        SessionId = "s-1",
        Agent = new() { Issuer = "gateway", Subject = subject, Kind = "service" },
        End = default,
    };

    public static AuditEvent Event(long sequence, string subject = "agent-1") => new()
    {
        Id = $"gw-{sequence:d12}",
        GatewayId = "gw",
        Sequence = sequence,
        Time = Noon.AddSeconds(sequence),
        Subject = subject,
        Body = Closed(subject),
    };

    public static EnrichedEvent Enriched(AuditEvent e, string id) => new()
    {
        Id = id,
        GatewayId = e.GatewayId,
        Sequence = e.Sequence,
        Time = e.Time,
        Subject = e.Subject,
        Body = (SessionClosed)e.Body,
    };

    /// <summary>An alert as enrichment tells it; the example of docs/alerts.md.</summary>
    public static EnrichedEvent AlertTold()
    {
        var alert = new Alert
        {
            AlertId = "alert-5b0c7a4e1f2d3c4b5a69788796a5b4c3",
            RuleId = "stage_and_get",
            RuleName = "Data staged and fetched",
            RuleVersion = "1",
            Summary = "etl-agent unloaded SHOP.PUBLIC.CUSTOMERS to a stage and fetched the files 40 s later",
            Severity = 73,
            Score = 81.5,
            Time = Noon,
            Agent = new() { Issuer = "snowtrail", Subject = "etl-agent", Kind = "agent_key", Owner = "data platform", KeyId = "k-7f3a" },
            Job = new() { Name = "nightly-report", Trust = Trust.Configured, Source = "agent key", Known = true, Owner = "finance", Tags = ["batch"], Mismatch = [] },
            SessionId = "s-1",
            Objects = ["SHOP.PUBLIC.CUSTOMERS"],
            Techniques = [new() { Id = "T1567.002", Name = "Exfiltration to Cloud Storage", TacticId = "TA0010", TacticName = "Exfiltration" }],
            Evidence =
            [
                new() { StatementId = "gw-000000000011", Time = Noon.AddSeconds(-40), Step = "unload", Outcome = "allowed" },
                new() { StatementId = "gw-000000000017", Time = Noon, Step = "fetch", Outcome = "refused by no-get" },
            ],
            Observed = new Dictionary<string, string> { ["hits"] = "1" },
            Decision = "refused",
            SuggestedAction = "Revoke the key and ask the owner.",
            Client = new() { Driver = "PythonConnector", Version = "5.2.0", Address = "10.1.2.3", Port = 50_412 },
        };
        return new() { Id = alert.AlertId, GatewayId = "gw", Sequence = 17, Time = alert.Time, Subject = alert.Agent.Subject, Body = alert };
    }

    public static KafkaSetup Setup(string? brokers = null) =>
        new() { Connection = new() { BootstrapServers = brokers ?? Servers.Kafka }, SchemaIds = SchemaIdFile.Load() };

    public static async Task<AuditTopics> TopicsAsync(int partitions, string? brokers = null)
    {
        var topics = new AuditTopics($"t{Guid.NewGuid():N}.");
        var report = await new TopicsPlan(topics, new() { Partitions = partitions }).ApplyAsync(Setup(brokers).Connection);
        Assert.True(report.Succeeded, string.Join('\n', report.Lines));
        return topics;
    }

    public static ActorMaterializer Materializer() => ActorSystem.Create("kafka-tests").Materializer();

    /// <summary>All committed values of a topic, as they lie there now. Records without one are passed over.</summary>
    public static List<ConsumeResult<string, byte[]>> ReadAll(string topic, string? brokers = null)
    {
        brokers ??= Servers.Kafka;
        var config = new ConsumerConfig
        {
            BootstrapServers = brokers, GroupId = "test-reader", EnablePartitionEof = true, EnableAutoCommit = false,
            // Short, or there is no end while others write
            IsolationLevel = IsolationLevel.ReadCommitted, FetchWaitMaxMs = 10,
        };
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions;
        using var consumer = new ConsumerBuilder<string, byte[]>(config).Build();
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        List<ConsumeResult<string, byte[]>> all = [];
        for (var ends = 0; ends < partitions.Count;)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"{topic} has no end within 20 s");
            if (result.IsPartitionEOF)
                ends++;
            else if (result.Message.Value is not null)
                all.Add(result);
        }

        return all;
    }

    public static IProducer<string, byte[]> Producer(string? brokers = null) => new ProducerBuilder<string, byte[]>(new ProducerConfig
    {
        BootstrapServers = brokers ?? Servers.Kafka, EnableIdempotence = true, Partitioner = Partitioner.Murmur2Random, MessageTimeoutMs = 0,
    }).Build();

    /// <summary>Puts the event into <c>audit.raw</c> without our sink.</summary>
    public static void Write(IProducer<string, byte[]> producer, AuditTopics topics, AuditEvent e) =>
        producer.Produce(topics.Raw.Name, new() { Key = e.Subject, Value = WireFormat.Encode(SchemaIdFile.IdOf(AuditEvent.SchemaFingerprint), e) });

    public static async Task UntilAsync(Func<bool> holds, int seconds, string what, Func<string>? found = null)
    {
        for (var left = seconds * 10; !holds(); left--)
        {
            if (left == 0)
                Assert.Fail($"not within {seconds} s: {what}; {found?.Invoke()}");
            await Task.Delay(100);
        }
    }

    public sealed class Receipt : IReceipt
    {
        public Settlement? Settled { get; private set; }

        public void Settle(Settlement settlement) => Settled = settlement;
    }
}
