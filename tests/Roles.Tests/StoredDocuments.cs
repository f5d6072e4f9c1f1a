using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Snowtrail.Roles.Tests;

/// <summary>The documents of an installation, read with a plain HTTP client.</summary>
internal sealed class StoredDocuments(Uri server, string name)
{
    private const int PageSize = 2_000;
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Name => name;

    private string Streams => string.Join(',', new[] { "query", "session", "finding" }.Select(dataset => $"logs-snowflake_gateway.{dataset}-{name}"));

    public StoredDocuments Of(string indexNamespace) => new(server, indexNamespace);

    public async Task<long> CountAsync() => (await PostAsync($"/{Streams}/_count", new { }))["count"]!.GetValue<long>();

    /// <summary>Every document by its id, but for the time of ingestion and what follows from the installation's own name; and how many there are more than ids.</summary>
    public async Task<(IReadOnlyDictionary<string, string> ById, int Duplicates)> ReadAsync()
    {
        using (await Http.PostAsync(new Uri(server, $"/{Streams}/_refresh"), null))
        {
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var duplicates = 0;
        JsonNode? after = null;
        while (true)
        {
            var body = new JsonObject { ["size"] = PageSize, ["sort"] = new JsonArray("event.id", "@timestamp") };
            if (after is not null)
                body["search_after"] = after.DeepClone();
            var hits = (await PostAsync($"/{Streams}/_search", body))["hits"]!["hits"]!.AsArray();
            foreach (var hit in hits)
            {
                var source = hit!["_source"]!.AsObject();
                source["event"]!.AsObject().Remove("ingested");
                source.Remove("data_stream");
                if (!found.TryAdd(source["event"]!["id"]!.GetValue<string>(), source.ToJsonString()))
                    duplicates++;
            }

            if (hits.Count < PageSize)
                return (found, duplicates);
            after = hits[^1]!["sort"];
        }
    }

    public async Task DeleteAsync()
    {
        foreach (var stream in Streams.Split(','))
            using (await Http.DeleteAsync(new Uri(server, $"/_data_stream/{stream}")))
            {
            }
    }

    private async Task<JsonNode> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri(server, path), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
