using System.Text.Json;
using System.Text.Json.Nodes;
using Snowtrail.Clients.Tests;

namespace Snowtrail.Roles.Tests;

/// <summary>The same input gives the same documents, in one process and in four joined by Kafka and Elasticsearch.</summary>
[Trait("Category", "Servers")]
public sealed class SameLawTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly SandboxWarehouse _warehouse = new();
    private readonly HttpClient _http = new();
    private ProductProcess? _alone;

    private const string Policy = """
        version: 1
        contact: platform@shop.example
        default: allow
        tables:
          pii: [SHOP.PUBLIC.CUSTOMERS]
        rules:
          - name: ddl
            when:
              statement: [ddl, dcl]
            action: deny
            reason: not by agents
          - name: personal-data
            when:
              reads: pii
              statement: [dml]
            action: deny
            reason: not to be copied
        """;

    private static readonly string[] Quiet = ["select count(*) as n from shop.public.orders", "select id from shop.public.orders where customer_id = 7 limit 20", "selec nonsense"];

    private static readonly string[] Loud =
    [
        .. Enumerable.Repeat("select id, amount from shop.public.orders where customer_id = 7 limit 20", 22),
        "show tables in account",
        "select * from shop.public.customers",
        "create temporary stage shop.public.tmp_x7",
        "copy into @shop.public.tmp_x7/c_ from (select * from shop.public.customers)",
        "get @shop.public.tmp_x7/ file:///tmp/out/",
        "select * from shop.public.orders",
    ];

    [Theory]
    [InlineData("SNOWTRAIL_TEST_ELASTICSEARCH")]
    [InlineData("SNOWTRAIL_TEST_ELASTICSEARCH9")]
    [InlineData("SNOWTRAIL_TEST_OPENSEARCH")]
    public async Task SameLedger_OneProcessAndDistributed_SameDocuments(string index)
    {
        await using var installation = await Installation.CreateAsync(Servers.With(index));
        var (upstream, jobs) = (await _warehouse.StartAsync(), await _warehouse.FileAsync("jobs.yaml", "jobs:\n  - name: nightly-report\n    owner: analytics@shop.example\n"));
        var policy = await _warehouse.FileAsync("policy.yaml", Policy);
        upstream = [.. upstream, "--policy", policy];
        var distributed = _warehouse.PathOf("proxy");
        var proxy = await installation.StartAsync("proxy", ["--data", distributed, "--listen", "127.0.0.1:0", .. upstream]);
        await installation.StartAsync("enrich", "--jobs", jobs, "--policy", policy);
        await installation.StartAsync("index");
        var console = await installation.StartAsync("console", "--listen", "127.0.0.1:0");

        var gateway = new Uri((await proxy.WaitForAsync(@"listens on (http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        await DriveAsync(gateway, distributed, "reporter", "nightly-report", Quiet);
        await DriveAsync(gateway, distributed, "insights-agent", null, Loud);
        Assert.Equal(0, await proxy.StopAsync());

        var alone = await OneProcessAsync(distributed, upstream, jobs);
        await WaitForAsync(installation, alone.Count);
        var (stored, duplicates) = await installation.Documents.ReadAsync();
        var page = new Uri((await console.WaitForAsync(@"is on (http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        output.WriteLine($"one process {alone.Count} documents, distributed {stored.Count}, {duplicates} duplicates; findings {alone.Values.Count(one => one.Contains("snowflake_gateway.finding", StringComparison.Ordinal))}");
        Assert.Equal(0, duplicates);
        Assert.True(alone.Values.Count(one => one.Contains("snowflake_gateway.finding", StringComparison.Ordinal)) >= 3, "the loud agent raises alerts");
        Same.Documents(alone, Sorted(stored));
        Same.Documents(alone, await SearchAsync(page));
        await RebuildFromLedgerAsync(installation, distributed, ["--jobs", jobs, "--policy", policy], alone);
    }

    private async Task RebuildFromLedgerAsync(Installation installation, string data, string[] files, IReadOnlyDictionary<string, string> original)
    {
        var anew = installation.Documents.Of($"r{Guid.NewGuid():N}"[..12]);
        var said = await installation.VerbAsync(["index", "rebuild", "--data", data, .. files], anew.Name);
        var (rebuilt, duplicates) = await anew.ReadAsync();
        await anew.DeleteAsync();
        output.WriteLine($"rebuilt from the ledger: {rebuilt.Count} of {original.Count} documents, {duplicates} duplicates; {said.Trim().Split('\n')[^1]}");
        Same.Documents(original, Sorted(rebuilt));
    }

    /// <summary>The product in one process over a copy of the gateway's ledger; what its search finds.</summary>
    private async Task<IReadOnlyDictionary<string, string>> OneProcessAsync(string from, string[] upstream, string jobs)
    {
        var copy = _warehouse.PathOf("alone");
        foreach (var file in new DirectoryInfo(from).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(from, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            file.CopyTo(target);
        }

        _alone = ProductProcess.Start(["run", "--data", copy, "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0", "--jobs", jobs, .. upstream]);
        var console = new Uri((await _alone.WaitForAsync(@"[Cc]onsole\s+(http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        var before = 0;
        for (var steady = 0; steady < 10; await Task.Delay(200))
        {
            var now = (await SearchAsync(console)).Count;
            steady = now == before && now > 0 ? steady + 1 : 0;
            before = now;
        }

        return await SearchAsync(console);
    }

    private async Task<IReadOnlyDictionary<string, string>> SearchAsync(Uri console)
    {
        var answer = JsonNode.Parse(await _http.GetStringAsync(new Uri(console, "/api/search?q=*&dataset=*&size=1000")))!;
        return answer["hits"]!.AsArray().ToDictionary(hit => hit!["event"]!["id"]!.GetValue<string>(), hit => Text(hit!.AsObject()), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Sorted(IReadOnlyDictionary<string, string> documents) =>
        documents.ToDictionary(one => one.Key, one => Text(JsonNode.Parse(one.Value)!.AsObject()), StringComparer.Ordinal);

    private static string Text(JsonObject document)
    {
        document["event"]!.AsObject().Remove("ingested");
        document.Remove("data_stream");
        return JsonSerializer.Serialize(Ordered(document));
    }

    // An index is free in the order of fields
    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, Ordered(one.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };

    private async Task DriveAsync(Uri gateway, string data, string agent, string? job, string[] statements)
    {
        using var client = await WireClient.LoginAsync(gateway, await SandboxWarehouse.KeyAsync(data, agent, job));
        foreach (var sql in statements)
            Assert.True(await client.TryExecuteAsync(sql) is not null, $"no answer: {sql}");
    }

    private static async Task WaitForAsync(Installation installation, int count)
    {
        for (var left = 300; await installation.Documents.CountAsync() < count; left--)
        {
            Assert.True(left > 0, $"{count} documents are not there after 30 s");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_alone is not null)
            await _alone.DisposeAsync();
        await _warehouse.DisposeAsync();
        _http.Dispose();
    }
}
