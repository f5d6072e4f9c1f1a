using System.Text.Json;
using Snowtrail.Indexer.Search;

namespace Snowtrail.Indexer.Tests;

/// <summary>Short ways to search and to read what came back.</summary>
internal static class Searches
{
    public static async Task<SearchResult> Found(this ISearch index, SearchRequest request)
    {
        var answer = await index.SearchAsync(request);
        return answer as SearchResult ?? throw new InvalidOperationException($"{request.Query}: {answer}");
    }

    public static async Task<SearchFault> Fault(this ISearch index, SearchRequest request) => Assert.IsType<SearchFault>(await index.SearchAsync(request));

    public static IReadOnlyList<string> Ids(this SearchResult result) => [.. result.Hits.Select(Id)];

    public static string Id(ReadOnlyMemory<byte> json) => Value(json, "event", "id").GetString()!;

    public static JsonElement Value(ReadOnlyMemory<byte> json, params string[] path)
    {
        using var document = JsonDocument.Parse(json);
        var value = document.RootElement;
        foreach (var name in path)
            value = value.GetProperty(name);
        return value.Clone();
    }
}
