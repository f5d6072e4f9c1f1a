using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Snowtrail.Sandbox.Tests;

public sealed class SqlApiTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v2/statements";

    [Fact]
    public async Task Submit_Select_AnswersRowsAndMetaData()
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, Path, Body("select id, email from customers where id = ?", ("FIXED", "1")));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("090001", (string)answer["code"]!);
        Assert.Equal("1", (string)answer["data"]![0]![0]!);
        Assert.Equal("jsonv2", (string)answer["resultSetMetaData"]!["format"]!);
        Assert.Equal("EMAIL", (string)answer["resultSetMetaData"]!["rowType"]![1]!["name"]!);
        Assert.Equal(1, (int)answer["resultSetMetaData"]!["partitionInfo"]![0]!["rowCount"]!);
    }

    [Fact]
    public async Task Partitions_HoldTheRest()
    {
        var (_, answer) = await SendAsync(HttpMethod.Post, Path, Body("select seq4() n from table(generator(rowcount => 600))"));
        answer = await EndAsync(answer);
        Assert.Equal([100, 400, 100], answer["resultSetMetaData"]!["partitionInfo"]!.AsArray().Select(p => (int)p!["rowCount"]!));
        var (_, part) = await SendAsync(HttpMethod.Get, $"{Path}/{answer["statementHandle"]}?partition=2");
        Assert.Equal(Enumerable.Range(500, 100).Select(n => n.ToString()), part["data"]!.AsArray().Select(r => (string)r![0]!));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Get, $"{Path}/{answer["statementHandle"]}?partition=3")).Status);
    }

    [Fact]
    public async Task Async_Is202ThenCanceled()
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, Path + "?async=true", Body("select system$wait(60)"));
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("333334", (string)answer["code"]!);
        var url = (string)answer["statementStatusUrl"]!;
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Get, url)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, url + "/cancel")).Status);
        var ended = await EndAsync(answer);
        Assert.Equal("000604", (string)ended["code"]!);
    }

    [Fact]
    public async Task RequestId_Again_NeedsRetry()
    {
        var id = Guid.NewGuid();
        var (_, first) = await SendAsync(HttpMethod.Post, $"{Path}?requestId={id}", Body("select 7"));
        Assert.Equal("391918", (string)(await SendAsync(HttpMethod.Post, $"{Path}?requestId={id}", Body("select 7"))).Answer["code"]!);
        var (_, again) = await SendAsync(HttpMethod.Post, $"{Path}?requestId={id}&retry=true", Body("select 7"));
        Assert.Equal((string)first["statementHandle"]!, (string)again["statementHandle"]!);
    }

    [Theory]
    [InlineData("select * from nosuch", "002003")]
    [InlineData("use schema public", "391911")]
    [InlineData("put file:///x @s", "391911")]
    public async Task Failure_Is422(string sql, string code)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, Path, Body(sql));
        answer = await EndAsync(answer);
        Assert.Equal(code, (string)answer["code"]!);
        Assert.True(status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task NullableFalse_TurnsNullsIntoText()
    {
        var (_, answer) = await SendAsync(HttpMethod.Post, Path + "?nullable=false", Body("select null, 1"));
        Assert.Equal("null", (string)(await EndAsync(answer))["data"]![0]![0]!);
    }

    [Fact]
    public async Task SessionToken_UsesTheSession()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create temp table mine as select 5 as a");
        var (_, answer) = await SendAsync(HttpMethod.Post, Path, Body("select a from mine"), $"Snowflake Token=\"{client.Token}\"");
        Assert.Equal("5", (string)(await EndAsync(answer, $"Snowflake Token=\"{client.Token}\""))["data"]![0]![0]!);
    }

    [Theory]
    [InlineData("Bearer guess")]
    [InlineData("")]
    public async Task Authorization_Missing_Is401(string authorization) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, Path, Body("select 1"), authorization)).Status);

    [Fact]
    public async Task Handle_Unknown_Is404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"{Path}/{Guid.NewGuid()}")).Status);

    private static JsonObject Body(string sql, params (string Type, string Value)[] binds)
    {
        var map = new JsonObject();
        for (var i = 0; i < binds.Length; i++)
        {
            map[(i + 1).ToString()] = new JsonObject { ["type"] = binds[i].Type, ["value"] = binds[i].Value };
        }

        return new JsonObject { ["statement"] = sql, ["timeout"] = 60, ["database"] = "SHOP", ["schema"] = "PUBLIC", ["bindings"] = map };
    }

    private async Task<JsonNode> EndAsync(JsonNode answer, string authorization = "Bearer sandbox")
    {
        while ((string)answer["code"]! == "333334")
        {
            await Task.Delay(100);
            answer = (await SendAsync(HttpMethod.Get, (string)answer["statementStatusUrl"]!, null, authorization)).Answer;
        }

        return answer;
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> SendAsync(HttpMethod method, string path, JsonObject? body = null, string authorization = "Bearer sandbox")
    {
        using var http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = fixture.Server.Address };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("User-Agent", "tests/1.0");
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
