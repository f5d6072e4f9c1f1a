using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Snowtrail.Bench.Indexing;
using Snowtrail.Bench.Kafka;
using Snowtrail.Bench.Processes;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;

namespace Snowtrail.Bench.Pipeline;

/// <summary>
/// From <c>audit.raw</c> to documents that a search counts, through <c>enrich</c> and <c>index</c> as processes of their own, with the CPU of
/// each and of the servers. Fails when the documents are not as many as the statements.
/// </summary>
internal static class PipelineCommand
{
    private const string Usage = """
        pipeline [SNOWTRAIL] --brokers HOST:PORT --broker-pid PID --elasticsearch URL --elasticsearch-pid PID [--events N]
          SNOWTRAIL   the executable; artifacts/bin/snowtrail/release/snowtrail by default (dotnet build -c Release app)
          --events    events in the counted run, 400000 by default: two to a document; one of 100000 goes before it
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string[] words, CancellationToken stop)
    {
        var arguments = new Arguments(words);
        if (arguments.Help || arguments.Text("--brokers") is not { } brokers || arguments.Text("--elasticsearch") is not { } url
            || arguments.Number("--broker-pid", 0) is not (> 0 and var brokerPid) || arguments.Number("--elasticsearch-pid", 0) is not (> 0 and var serverPid))
        {
            Console.Error.WriteLine(Usage);
            return 1;
        }

        if (arguments.Snowtrail() is not { } snowtrail)
            return 1;
        var (warmUp, events) = (100_000, arguments.Number("--events", 400_000) & ~1);
        var setup = new KafkaSetup { Connection = new() { BootstrapServers = brokers }, SchemaIds = SchemaIdFile.Load() };
        var topics = new AuditTopics($"bench-{Guid.NewGuid():N}.");
        await new TopicsPlan(topics, new() { Partitions = 6 }).ApplyAsync(setup.Connection);
        await IndexCommand.DeleteAsync(url);
        await ElasticSetup.ApplyAsync(new() { Nodes = [new(url)], Namespace = IndexCommand.Namespace }, stop);
        using var http = new HttpClient { BaseAddress = new(url) };
        using var running = new Running();
        string[] kafka = ["--kafka", brokers, "--topic-prefix", topics.Prefix];
        var enricher = running.Start(snowtrail, ["enrich", .. kafka]);
        var indexer = running.Start(snowtrail, ["index", .. kafka, "--elasticsearch", url, "--index-namespace", IndexCommand.Namespace]);
        await FlowAsync(setup, topics, 0, warmUp, http, stop);

        (string Name, int Pid)[] processes = [("enrich", enricher.Id), ("index", indexer.Id), ("broker", brokerPid), ("Elasticsearch", serverPid)];
        var before = processes.Select(process => ProcessCpu.Seconds(process.Pid)).ToList();
        var since = Stopwatch.GetTimestamp();
        await FlowAsync(setup, topics, warmUp, events, http, stop);
        var took = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var spent = processes.Select((process, at) => (process.Name, Micros: (ProcessCpu.Seconds(process.Pid) - before[at]) / events * 1e6)).ToList();
        var all = spent.Sum(one => one.Micros);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} events to {events / 2} documents in {took:0.0} s: {events / took:N0} events/s, {events / 2 / took:N0} documents/s, {Environment.ProcessorCount} cores"));
        foreach (var (name, micros) in spent)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14} {micros,6:0.0} us of CPU an event, {micros / all:P0}"));
        await IndexCommand.DeleteAsync(url);
        return 0;
    }

    /// <summary>Writes events and waits until all their documents are counted.</summary>
    private static async Task FlowAsync(KafkaSetup setup, AuditTopics topics, int first, int count, HttpClient http, CancellationToken stop)
    {
        using (var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = setup.Connection.BootstrapServers, EnableIdempotence = true, CompressionType = CompressionType.Lz4, LingerMs = 2, QueueBufferingMaxMessages = count + 1,
            Partitioner = Partitioner.Murmur2Random,
        }).Build())
        {
            foreach (var e in Enumerable.Range(first, count).Select(Statements.Event))
                producer.Produce(topics.Raw.Name, new() { Key = e.Subject, Value = WireFormat.Encode(SchemaIdFile.IdOf(AuditEvent.SchemaFingerprint), e) });
            producer.Flush(Patience);
        }

        var (since, wanted, found) = (Stopwatch.GetTimestamp(), (first + count) / 2, 0L);
        while ((found = await CountAsync(http, stop)) < wanted)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"only {found} of {wanted} documents are there");
            await Task.Delay(100, stop);
        }

        if (found > wanted)
            throw new InvalidOperationException($"{found} documents of {wanted} statements");
    }

    private static async Task<long> CountAsync(HttpClient http, CancellationToken stop)
    {
        var answer = await http.GetFromJsonAsync<JsonElement>($"/logs-snowflake_gateway.query-{IndexCommand.Namespace}/_count", stop);
        return answer.GetProperty("count").GetInt64();
    }
}
