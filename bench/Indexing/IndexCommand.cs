using System.Globalization;
using System.Runtime;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Bench.Processes;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Indexer.Elastic.Bulk;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Bench.Indexing;

/// <summary>Documents a second into a real server, and the share of CPU that is ours; beside it, in the same run, what making the documents alone costs.</summary>
internal static class IndexCommand
{
    /// <summary>Namespace of the streams that a measurement makes and deletes.</summary>
    internal const string Namespace = "bench";
    private const string Usage = """
        index URL [--count N] [--rounds N]
          URL        Elasticsearch or OpenSearch, as http://127.0.0.1:9200; its stream of the namespace "bench" is made anew
          --count    documents a round, 50000 by default
          --rounds   counted rounds after one warm-up, 3 by default
        """;

    internal static async Task<int> RunAsync(string[] words)
    {
        if (words is not [var url, ..] || url.StartsWith('-'))
        {
            Console.WriteLine(Usage);
            return 1;
        }

        // As the roles that use these edges do
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        var arguments = new Arguments(words);
        var (count, rounds) = (arguments.Number("--count", 50_000), arguments.Number("--rounds", 3));
        var options = new ElasticOptions { Nodes = [new(url)], Namespace = Namespace };
        await ElasticSetup.ApplyAsync(options);
        using var system = ActorSystem.Create("bench", "akka.loglevel = WARNING, akka.stdout-loglevel = OFF");
        Console.WriteLine($"{count} documents a round; us = microseconds of this process's CPU for each document");
        for (var round = 0; round <= rounds; round++)
        {
            var events = BenchEvents.Make(count, round);
            // What making them left behind is not the sink's to clear away
            GC.Collect();
            var mapping = Mapping(events);
            GC.Collect();
            var sink = await SinkAsync(events, options, system);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(round == 0 ? "warm-up" : $"round {round}")}: {sink.PerSecond:N0} documents/s; mapping alone {mapping.MicrosPerEvent:F1} us, all {sink.MicrosPerEvent:F1} us, ratio {sink.MicrosPerEvent / mapping.MicrosPerEvent:F2}; collector {sink.Paused / sink.Wall:P0}, {mapping.Allocated / count} and {sink.Allocated / count} bytes a document"));
        }

        await DeleteAsync(url);
        return 0;
    }

    private static SpanFigures Mapping(IReadOnlyList<EnrichedEvent> events)
    {
        var items = new BulkItems(Namespace, TimeProvider.System);
        var span = new Span();
        foreach (var each in events)
        {
            var item = items.Make(new(each, new Counted(static () => { })));
            if (item.Json.Length == 0)
                throw new InvalidOperationException("no document was made");
            item.Settle(Settlement.Durable);
        }

        return span.End(events.Count);
    }

    private static async Task<SpanFigures> SinkAsync(IReadOnlyList<EnrichedEvent> events, ElasticOptions options, ActorSystem system)
    {
        var settled = 0;
        var span = new Span();
        await Source.From(events.Select(each => new Tracked<EnrichedEvent>(each, new Counted(() => Interlocked.Increment(ref settled)))))
            .RunWith(ElasticSink.Create(options, new NoParking(), new ElasticStatus(), TimeProvider.System), system.Materializer());
        var figure = span.End(events.Count);
        return settled == events.Count ? figure : throw new InvalidOperationException($"{settled} of {events.Count} documents were acknowledged");
    }

    /// <summary>Deletes the streams of <see cref="Namespace"/>.</summary>
    internal static async Task DeleteAsync(string url)
    {
        using var http = new HttpClient { BaseAddress = new(url) };
        foreach (var dataset in (string[])["query", "session", "finding"])
            using (await http.DeleteAsync($"/_data_stream/logs-snowflake_gateway.{dataset}-{Namespace}"))
            {
            }
    }

    private sealed class Counted(Action settled) : IReceipt
    {
        public void Settle(Settlement settlement)
        {
            if (settlement == Settlement.Durable)
                settled();
        }
    }
}
