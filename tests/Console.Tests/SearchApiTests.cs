using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Snowtrail.Indexer.Search;

namespace Snowtrail.AnalystConsole.Tests;

public class SearchApiTests
{
    [Fact]
    public async Task Search_EveryParameter_ReachesTheIndex()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.Http.GetStringAsync("/api/search?q=user.name:a%26b&from=now-1h&to=2026-01-01T00:00:00Z&size=7&offset=14&sort=event.id:asc&dataset=*&histogram=auto&facets=user.name,service.name");
        var asked = host.Search.Asked!;
        Assert.Equal(("user.name:a&b", "now-1h", "2026-01-01T00:00:00Z", 7, 14, "event.id:asc", "*"), (asked.Query, asked.From, asked.To, asked.Size, asked.Offset, asked.Sort, asked.Dataset));
        Assert.NotNull(asked.Histogram);
        Assert.Equal(["user.name", "service.name"], asked.Facets.Select(facet => facet.Field));
    }

    [Fact]
    public async Task Search_NoParameters_AsksForNewestStatements()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.Http.GetStringAsync("/api/search");
        Assert.Equal(("query", null, 0), (host.Search.Asked!.Dataset, host.Search.Asked.Query, host.Search.Asked.Offset));
    }

    [Theory]
    [InlineData("size=x")]
    [InlineData("size=-1")]
    [InlineData("offset=1.5")]
    [InlineData("query=typo")]
    public async Task Search_BadParameter_SaysWhichAndAsksNothing(string query)
    {
        await using var host = await ConsoleHost.StartAsync();
        using var response = await host.Http.GetAsync($"/api/search?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!);
        Assert.Null(host.Search.Asked);
    }

    [Fact]
    public async Task Search_Fault_IsABadRequestWithItsPosition()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Search.Answer = new SearchFault("A bracket is open.", 4);
        using var response = await host.Http.GetAsync("/api/search?q=(a");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(4, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task Live_AChange_IsSignalled()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var stream = new StreamReader(await host.Http.GetStreamAsync("/api/live"));
        Assert.StartsWith("retry:", await stream.ReadLineAsync(), StringComparison.Ordinal);
        await stream.ReadLineAsync();
        host.Changes.Raise();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await stream.ReadLineAsync(limit.Token) != "data: changed")
        {
            host.Changes.Raise();
        }
    }
}
