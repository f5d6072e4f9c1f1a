using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Snowtrail.Clients.Tests;
using Snowtrail.Elastic.Tests;

namespace Snowtrail.Roles.Tests;

/// <summary>Poison in the topic, a storm of refusals and a full index, through the roles: every acknowledged event's documents are there, once, and memory is bounded.</summary>
[Trait("Category", "Servers")]
public sealed class TroubleTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Poisons = 10;
    private const int MegabytesMax = 700;
    private static readonly TimeSpan BlockedFor = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = new();
    private TemporaryFile? _policy;

    [Fact]
    public async Task Poison_IsParked_AndTheRestIsFoundOnce()
    {
        await using var installation = await Installation.CreateAsync();
        var (enricher, indexer) = (await EnricherAsync(installation), await installation.StartAsync("index"));
        var events = Traffic.Events(agents: 60, rounds: 6);
        var half = events.Count / 2;
        var acknowledged = await Traffic.WriteAsync(installation, events.Take(half));
        using (var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = Servers.Given.Kafka }).Build())
            for (byte n = 0; n < Poisons; n++)
            {
                await producer.ProduceAsync(installation.Topics.Raw.Name, new() { Key = [n], Value = [n, 0, 0, 0, n, 9, 9] });
                await producer.ProduceAsync(installation.Topics.Enriched.Name, new() { Key = [n], Value = [n, 0, 0, 0, n, 9, 9] });
            }

        acknowledged += await Traffic.WriteAsync(installation, events.Skip(half));
        await AllOnceAsync(installation, "poison", acknowledged, events.Count, Traffic.Made(events), enricher, indexer);
        var listed = await installation.VerbAsync(["parked", "list"]);
        Assert.Equal(2 * Poisons, listed.Split('\n').Count(line => line.Contains("audit.raw-", StringComparison.Ordinal) || line.Contains("audit.enriched-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task StormOfRefusals_ThenTheServerTakesThem_EachOnce()
    {
        await using var standIn = await StandIn.StartAsync(Servers.Given.Elasticsearch);
        await using var installation = await Installation.CreateAsync(Servers.Given with { Elasticsearch = standIn.Address });
        var (requests, refused) = (0, 0);
        var storm = Stopwatch.StartNew();
        standIn.Script = request =>
        {
            if (!request.IsBulk || storm.Elapsed > TimeSpan.FromSeconds(20))
                return StandInAct.Pass;
            var at = Interlocked.Increment(ref requests) % 4;
            if (at != 0)
                Interlocked.Increment(ref refused);
            return at switch
            {
                0 => StandInAct.Pass,
                1 => StandInAct.Items(request.Documents, 429, "es_rejected_execution_exception"),
                2 => StandInAct.Answer(503),
                _ => StandInAct.Answer(429),
            };
        };
        var (enricher, indexer) = (await EnricherAsync(installation), await installation.StartAsync("index"));
        var events = Traffic.Events(agents: 120, rounds: 20);
        storm.Restart();
        var acknowledged = await Traffic.WriteAsync(installation, events);
        await AllOnceAsync(installation, "429 storm", acknowledged, events.Count, Traffic.Made(events), enricher, indexer);
        output.WriteLine($"{refused} of {requests} bulk requests were refused");
        Assert.True(refused > 3, "there was no storm");
    }

    [Fact]
    public async Task WriteBlock_IsSaidInReadiness_AndGoesOnWhenItIsLifted()
    {
        await using var installation = await Installation.CreateAsync();
        var enricher = await EnricherAsync(installation);
        var (indexer, health) = await installation.BeginAsync("index");
        await BlockAsync(installation, true);
        var events = Traffic.Events(agents: 120, rounds: 20);
        var acknowledged = await Traffic.WriteAsync(installation, events);
        await Until.TrueAsync(async () => await Installation.HealthAsync(health) is (HttpStatusCode.ServiceUnavailable, var text) && text.Contains("403", StringComparison.Ordinal),
            "readiness says that the server refuses");
        await Task.Delay(BlockedFor);
        Assert.Equal(0, await installation.Documents.CountAsync());
        await BlockAsync(installation, false);
        await AllOnceAsync(installation, "write block", acknowledged, events.Count, Traffic.Made(events), enricher, indexer);
        await Until.TrueAsync(async () => (await Installation.HealthAsync(health)).Status == HttpStatusCode.OK, "it is ready again");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _policy?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AllOnceAsync(Installation installation, string trouble, int acknowledged, int written, IReadOnlySet<string> expected, ProductProcess enricher, ProductProcess indexer)
    {
        var since = Stopwatch.StartNew();
        await Until.TrueAsync(async () => await installation.Documents.CountAsync() >= expected.Count, $"{expected.Count} documents");
        var (found, duplicates) = await installation.Documents.ReadAsync();
        var (enriching, indexing) = (PeakMegabytes(enricher), PeakMegabytes(indexer));
        output.WriteLine($"{trouble}: {acknowledged} of {written} acknowledged, {found.Count} of {expected.Count} documents found after {since.Elapsed.TotalSeconds:0.0} s, "
            + $"{duplicates} duplicates; at most {enriching} MB in the enricher, {indexing} MB in the indexer");
        Assert.Equal(written, acknowledged);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0, duplicates);
        Assert.InRange(Math.Max(enriching, indexing), 0, MegabytesMax);
    }

    // With the policy that the expectation is made with
    private async Task<ProductProcess> EnricherAsync(Installation installation)
    {
        _policy = new TemporaryFile(await installation.VerbAsync(["policy", "sample"]));
        return await installation.StartAsync("enrich", "--policy", _policy.Path);
    }

    private async Task BlockAsync(Installation installation, bool block)
    {
        var streams = new Uri(Servers.Given.Elasticsearch, $"/logs-snowflake_gateway.*-{installation.Documents.Name}/_settings");
        using var answer = await _http.PutAsJsonAsync(streams, new JsonObject { ["index.blocks.write"] = block });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static long PeakMegabytes(ProductProcess process)
    {
        using var running = Process.GetProcessById(process.Id);
        return running.PeakWorkingSet64 / 1024 / 1024;
    }
}
