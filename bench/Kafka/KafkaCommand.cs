using System.Diagnostics;
using System.Runtime;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Bench.Processes;
using Snowtrail.Enrichers;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Kafka.Wire;
using Snowtrail.Ledger;
using Snowtrail.Schemas;

namespace Snowtrail.Bench.Kafka;

/// <summary>
/// <c>bench -- kafka</c>: the edges on a real broker, each beside the bare client that moves the same bytes in the same run. Fails when what was
/// written is not what is found.
/// </summary>
internal static class KafkaCommand
{
    private const string Usage = "usage: bench -- kafka --brokers HOST:PORT [--broker-pid PID] [--events 400000] [--partitions 6]";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string[] options, CancellationToken stop)
    {
        var arguments = new Arguments(options);
        if (arguments.Help || arguments.Text("--brokers") is not { } brokers)
        {
            Console.Error.WriteLine(Usage);
            return 1;
        }

        // As the roles that use these edges do
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        var (events, pid) = (arguments.Number("--events", 400_000) & ~1, arguments.Number("--broker-pid", 0));
        var setup = new KafkaSetup { Connection = new() { BootstrapServers = brokers }, SchemaIds = SchemaIdFile.Load() };
        var topics = new AuditTopics($"bench-{Guid.NewGuid():N}.");
        await new TopicsPlan(topics, new() { Partitions = arguments.Number("--partitions", 6) }).ApplyAsync(setup.Connection);
        var bare = new AuditTopics($"bench-{Guid.NewGuid():N}.");
        await new TopicsPlan(bare, new() { Partitions = arguments.Number("--partitions", 6) }).ApplyAsync(setup.Connection);

        // A small run first, so that nobody measures the compiler
        await ShipAsync(setup, bare, 50_000, 0, stop);
        await EnrichAsync(setup, bare, 50_000, 0, stop);
        var shipped = await ShipAsync(setup, topics, events, pid, stop);
        var produced = Produce(setup, bare, events, pid);
        var consumed = Consume(setup, topics, events, pid);
        var enriched = await EnrichAsync(setup, topics, events, pid, stop);
        Console.WriteLine($"{events} events, {Environment.ProcessorCount} cores; in brackets: the bare client in this run is 1");
        Console.WriteLine(produced.Line("bare producer, values ready", produced));
        Console.WriteLine(shipped.Line("ledger to audit.raw", produced));
        Console.WriteLine(consumed.Line("bare consumer, values thrown away", consumed));
        Console.WriteLine(enriched.Line("audit.raw to audit.enriched, transactions", consumed));
        return 0;
    }

    private static async Task<SpanFigures> ShipAsync(KafkaSetup setup, AuditTopics topics, int events, int pid, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("snowtrail-bench");
        await using var ledger = Snowtrail.Ledger.Ledger.Open(new LedgerOptions { Directory = folder.FullName, GatewayId = "gw" }, TimeProvider.System, NullLogger.Instance);
        var appends = Enumerable.Range(0, events).Chunk(1_000);
        foreach (var chunk in appends)
            await Task.WhenAll(chunk.Select(n => ledger.AppendAsync(Statements.Event(n), (e, _, output) => e.WriteAvro(output), stop).AsTask()));

        using var system = ActorSystem.Create("bench");
        using var materializer = system.Materializer();
        await using var cursor = ledger.OpenCursor("kafka", TimeProvider.System, NullLogger.Instance);
        var span = new Span(pid);
        await ledger.Source(cursor)
            .Take(events)
            .Select(record => record.With(AuditEvent.FromAvro(record.Value.Payload.Span)))
            .RunWith(KafkaSink.Create(setup, topics.Raw, new NoParking()), materializer)
            .WaitAsync(Patience, stop);
        var figures = span.End(events);
        folder.Delete(recursive: true);
        return figures;
    }

    private static SpanFigures Produce(KafkaSetup setup, AuditTopics topics, int events, int pid)
    {
        var values = Enumerable.Range(0, events).Select(n => (Key: Statements.Event(n).Subject, Value: WireFormat.Encode(1, Statements.Event(n)))).ToList();
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = setup.Connection.BootstrapServers, EnableIdempotence = true, CompressionType = CompressionType.Lz4, LingerMs = 2, QueueBufferingMaxMessages = events + 1,
        }).Build();
        var span = new Span(pid);
        foreach (var (key, value) in values)
            producer.Produce(topics.Raw.Name, new() { Key = key, Value = value });
        producer.Flush(Patience);
        return span.End(events);
    }

    private static SpanFigures Consume(KafkaSetup setup, AuditTopics topics, int events, int pid)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = setup.Connection.BootstrapServers, GroupId = topics.Prefix + "bare", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false,
        }).Build();
        consumer.Subscribe(topics.Raw.Name);
        consumer.Consume(Patience);
        var span = new Span(pid);
        for (var left = events - 1; left > 0; left--)
            _ = consumer.Consume(Patience) ?? throw new TimeoutException("the topic has fewer records than were shipped");
        return span.End(events - 1);
    }

    private static async Task<SpanFigures> EnrichAsync(KafkaSetup setup, AuditTopics topics, int events, int pid, CancellationToken stop)
    {
        var (options, applied) = (new EnricherOptions(), 0);
        var control = new EnrichmentEdge
        {
            Kafka = setup, Topics = topics, Processor = _ => new CountingProcessor(options, () => Interlocked.Increment(ref applied)),
        }.Start();
        while (Volatile.Read(ref applied) == 0)
            await Task.Delay(5, stop);
        var (span, first) = (new Span(pid), Volatile.Read(ref applied));
        var since = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref applied) < events)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"only {applied} of {events} events were enriched");
            await Task.Delay(5, stop);
        }

        // The last transactions and snapshots belong to it
        await control.StopAsync().WaitAsync(Patience, stop);
        var figures = span.End(events - first);
        var found = Committed(setup, topics.Enriched.Name, events / 2);
        return found == events / 2 ? figures : throw new InvalidOperationException($"{found} statements were found of {events / 2}");
    }

    private static int Committed(KafkaSetup setup, string topic, int wanted)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = setup.Connection.BootstrapServers, GroupId = topic + "-check", AutoOffsetReset = AutoOffsetReset.Earliest, IsolationLevel = IsolationLevel.ReadCommitted,
        }).Build();
        consumer.Subscribe(topic);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var patience = TimeSpan.FromSeconds(20);
        while (ids.Count < wanted && consumer.Consume(patience) is { } result)
            if (!ids.Add(EnrichedEvent.FromAvro(result.Message.Value.AsSpan(WireFormat.HeaderBytes)).Id))
                throw new InvalidOperationException("a statement was written twice");
        return ids.Count;
    }
}
