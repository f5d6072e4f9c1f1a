using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.Clients.Tests;

/// <summary>What a session may not have of another one, and what it may not get by the protocol that SQL would not give it.</summary>
public class OtherSessionTests(ProductFixture product) : IClassFixture<ProductFixture>
{
    private const string Card = "select card_number from shop.public.cards where id = 1";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Result_OfAFinanceSession_IsNotGivenToAnother(bool asyncExec)
    {
        using var finance = await ClientAsync($"finance-{asyncExec}", "finance-close");
        using var other = await ClientAsync($"thief-{asyncExec}", null);
        var answer = (await finance.TryExecuteAsync(Card, asyncExec))!.Value;
        var id = answer.GetProperty("data").GetProperty("queryId").GetString()!;
        Assert.True(answer.GetProperty("success").GetBoolean());

        AssertNothing(await other.GetAsync($"/queries/{id}/result"));
        AssertNothing(await other.GetAsync($"/monitoring/queries/{id}"));
        AssertNothing(await other.GetAsync($"/monitoring/queries//{id}"));
        AssertRefused(await other.TryExecuteAsync($"select * from table(result_scan('{id}'))"));
        AssertRefused(await other.TryExecuteAsync($"select * from table(result_scan('{id.ToUpperInvariant()}'))"));
        var held = (await other.TryExecuteAsync($"set q = '{id}'; select * from table(result_scan($q))"))!.Value;
        Assert.Equal("333333", held.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Result_OfADescribe_HasNoRows()
    {
        using var client = await ClientAsync("describer", null);
        var described = (await client.TryExecuteAsync("select * from shop.public.customers", describeOnly: true))!.Value;
        Assert.True(described.GetProperty("success").GetBoolean());
        var id = described.GetProperty("data").GetProperty("queryId").GetString()!;

        AssertNothing(await client.GetAsync($"/queries/{id}/result"));
        var scanned = (await client.TryExecuteAsync($"select * from table(result_scan('{id}'))"))!.Value;
        AssertNothing(scanned);
    }

    [Fact]
    public async Task Chunks_OfAFinanceSession_EndWithIt()
    {
        using var finance = await ClientAsync("finance-chunks", "finance-close");
        var answer = (await finance.TryExecuteAsync("select c.card_number, g.n from shop.public.cards c cross join (select seq4() as n from table(generator(rowcount => 4))) g"))!.Value;
        var chunk = answer.GetProperty("data").GetProperty("chunks")[0].GetProperty("url").GetString()!;
        using var http = new HttpClient();
        using var before = await http.GetAsync(new Uri(chunk));
        using var forged = await http.GetAsync(new Uri(chunk[..^6] + "AAAA/0"));
        await finance.LogoutAsync();
        using var after = await http.GetAsync(new Uri(chunk));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (before.StatusCode, forged.StatusCode, after.StatusCode));
    }

    [Theory]
    [InlineData("/api/v2/statements")]
    [InlineData("/api/v2/statements?async=true")]
    [InlineData("//api/v2/statements")]
    public async Task SqlApi_Statement_IsRefusedInItsOwnShapeAndRecorded(string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(product.Gateway.GetLeftPart(UriPartial.Authority) + path))
        {
            Content = JsonContent.Create(new { statement = Card, database = "SHOP" }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + await product.CreateKeyAsync("sql-api", "finance-close"));
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Matches("^[0-9]{6}$", body.GetProperty("code").GetString()!);
        Assert.Contains("use a driver", body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(await product.SearchAsync($"url.path:\"{path.Split('?')[0]}\" AND error.code:390404", 1, "session"));
    }

    private async Task<WireClient> ClientAsync(string agent, string? job) =>
        await WireClient.LoginAsync(product.Gateway, await product.CreateKeyAsync(agent, job));

    private static void AssertRefused(JsonElement? answer) => Assert.Equal("003001", answer!.Value.GetProperty("code").GetString());

    /// <summary>An error, or an answer without rows.</summary>
    private static void AssertNothing(JsonElement answer)
    {
        var rows = answer.GetProperty("data").ValueKind == JsonValueKind.Object && answer.GetProperty("data").TryGetProperty("rowset", out var rowset) ? rowset.GetArrayLength() : 0;
        Assert.True(!answer.GetProperty("success").GetBoolean() || rows == 0, answer.ToString());
    }
}
