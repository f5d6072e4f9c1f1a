using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Snowtrail.Indexer.Elastic;

namespace Snowtrail.Elastic.Tests;

/// <summary>A real server, a namespace of our own on it, and a plain client that shares nothing with the product's.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static int _namespaces;
    private readonly HttpClient _http;

    private Server(Uri address)
    {
        Address = address;
        Namespace = $"t{Environment.ProcessId}n{Interlocked.Increment(ref _namespaces)}";
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public string Namespace { get; }

    public string Query => Stream("query");

    public string Finding => Stream("finding");

    /// <summary>The variables that name servers, in the order in which they are tried when one will do.</summary>
    public static TheoryData<string> All => ["SNOWTRAIL_TEST_ELASTICSEARCH", "SNOWTRAIL_TEST_ELASTICSEARCH9", "SNOWTRAIL_TEST_OPENSEARCH"];

    /// <summary>Without the server the test skips and says what it misses.</summary>
    public static async Task<Server> NeedAsync(string variable = "SNOWTRAIL_TEST_ELASTICSEARCH9", bool setUp = true)
    {
        var address = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(address), $"{variable} is not set: no real server to test against");
        return await AtAsync(new(address!), setUp);
    }

    public static async Task<Server> AtAsync(Uri address, bool setUp = true)
    {
        var server = new Server(address);
        if (setUp)
            await ElasticSetup.ApplyAsync(server.Options());
        return server;
    }

    /// <summary>Options with short waits, so that tests are.</summary>
    public ElasticOptions Options(Uri? address = null) => new()
    {
        Nodes = [address ?? Address],
        Namespace = Namespace,
        BatchAgeMax = TimeSpan.FromMilliseconds(50),
        RetryWait = TimeSpan.FromMilliseconds(100),
        RetryWaitMax = TimeSpan.FromSeconds(1),
        RequestTimeout = TimeSpan.FromSeconds(20),
    };

    public string Stream(string dataset) => $"logs-snowflake_gateway.{dataset}-{Namespace}";

    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{method} {path}: {(int)reply.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Every document of a stream: id, backing index and source.</summary>
    public async Task<IReadOnlyList<StoredHit>> DocumentsAsync(string stream)
    {
        await SendAsync(HttpMethod.Post, $"/{stream}/_refresh");
        var hits = new List<StoredHit>();
        JsonNode? after = null;
        do
        {
            var body = new JsonObject { ["size"] = 5_000, ["sort"] = new JsonArray(new JsonObject { ["event.id"] = "asc" }, new JsonObject { ["_index"] = "asc" }) };
            if (after is not null)
                body["search_after"] = after.DeepClone();
            var page = (await SendAsync(HttpMethod.Post, $"/{stream}/_search", body))!["hits"]!["hits"]!.AsArray();
            hits.AddRange(page.Select(hit => new StoredHit(hit!["_id"]!.GetValue<string>(), hit["_index"]!.GetValue<string>(), hit["_source"]!)));
            after = page.Count == 0 ? null : page[^1]!["sort"];
        }
        while (after is not null);
        return hits;
    }

    /// <summary>Waits until all nodes of a cluster of three are there, and all copies.</summary>
    public Task GreenAsync() => SendAsync(HttpMethod.Get, "/_cluster/health?wait_for_status=green&wait_for_nodes=3&timeout=90s");

    public Task RolloverAsync(string stream) => SendAsync(HttpMethod.Post, $"/{stream}/_rollover");

    public async Task<int> BackingIndicesAsync(string stream) =>
        (await SendAsync(HttpMethod.Get, $"/{stream}/_settings"))!.AsObject().Count;

    public Task BlockWritesAsync(string stream, bool block) =>
        SendAsync(HttpMethod.Put, $"/{stream}/_settings", JsonSerializer.SerializeToNode(new Dictionary<string, object> { ["index.blocks.write"] = block }));

    public async ValueTask DisposeAsync()
    {
        foreach (var dataset in (string[])["query", "session", "finding"])
            using (await _http.DeleteAsync($"/_data_stream/{Stream(dataset)}"))
            {
            }

        _http.Dispose();
    }
}
