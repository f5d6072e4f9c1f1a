using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.AnalystConsole.Tests;

public class ApprovalsApiTests
{
    [Fact]
    public async Task Decide_WithTokenAndReason_ReachesTheDesk()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var response = await host.Http.SendAsync(Post("/api/approvals/a-1/approve", ConsoleHost.Token, """{"reason":" ticket 7 "}"""));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var decided = Assert.Single(host.Desk.Decided);
        Assert.Equal(("a-1", true, "ticket 7"), (decided.Id, decided.Approve, decided.Reason));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdeX")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public async Task Decide_WithoutTheToken_IsRefused(string? token)
    {
        await using var host = await ConsoleHost.StartAsync();
        using var response = await host.Http.SendAsync(Post("/api/approvals/a-1/approve", token, """{"reason":"x"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(host.Desk.Decided);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Decide_FromAnotherOrigin_IsRefusedEvenWithTheToken(string origin)
    {
        await using var host = await ConsoleHost.StartAsync();
        var request = Post("/api/approvals/a-1/deny", ConsoleHost.Token, """{"reason":"x"}""");
        request.Headers.Add("Origin", origin);
        using var response = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(host.Desk.Decided);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"reason":7}""")]
    [InlineData("""{"reason":"  "}""")]
    [InlineData("""{"reazon":"x"}""")]
    public async Task Decide_WithoutAReason_SaysWhatToSend(string body)
    {
        await using var host = await ConsoleHost.StartAsync();
        using var response = await host.Http.SendAsync(Post("/api/approvals/a-1/approve", ConsoleHost.Token, body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("reason", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Desk.Decided);
    }

    [Fact]
    public async Task Decide_BodyOverTheLimit_IsNotRead()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var response = await host.Http.SendAsync(Post("/api/approvals/a-1/approve", ConsoleHost.Token, $$"""{"reason":"{{new string('x', 20_000)}}"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Decide_WhatTheDeskRefuses_IsAConflictWithItsWords()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Desk.Fault = "a-1 has expired";
        using var response = await host.Http.SendAsync(Post("/api/approvals/a-1/approve", ConsoleHost.Token, """{"reason":"x"}"""));
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("a-1 has expired", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task List_WhatWaits_IsSnakeCase()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Desk.Held.Add(new WaitingApproval("a-1", "st-1", "s-1", "bot", null, "none", "pii", "select 1", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(15)));
        var one = (await host.Http.GetFromJsonAsync<JsonElement>("/api/approvals")).GetProperty("approvals")[0];
        Assert.Equal(("a-1", "select 1", "1970-01-01T00:15:00+00:00"), (one.GetProperty("id").GetString(), one.GetProperty("sql_text").GetString(), one.GetProperty("expires_at").GetString()));
    }

    private static HttpRequestMessage Post(string path, string? token, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }
}
