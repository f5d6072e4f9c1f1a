using System.Net;

namespace Snowtrail.AnalystConsole.Tests;

public class AccessTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1")]
    public async Task Any_HostThatIsNotLoopback_IsMisdirected(string name)
    {
        await using var host = await ConsoleHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/search");
        request.Headers.Host = name;
        using var response = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.Null(host.Search.Asked);
    }

    [Fact]
    public async Task Search_OnAnotherAddress_AsksForTheToken()
    {
        await using var host = await ConsoleHost.StartAsync(pretendListen: IPAddress.Any);
        using var without = await host.Http.GetAsync("/api/search");
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Null(host.Search.Asked);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/search");
        request.Headers.Authorization = new("Bearer", ConsoleHost.Token);
        using var with = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [Fact]
    public async Task Page_Headers_AllowNothingForeign()
    {
        await using var host = await ConsoleHost.StartAsync();
        using var page = await host.Http.GetAsync("/");
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("Snowtrail", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approvals_DecidedElsewhere_SaysWhere()
    {
        await using var host = await ConsoleHost.StartAsync(withDesk: false);
        var listed = await host.Http.GetStringAsync("/api/approvals");
        Assert.Contains("snowtrail approvals", listed, StringComparison.Ordinal);

        using var decision = new HttpRequestMessage(HttpMethod.Post, "/api/approvals/a-1/approve") { Content = new StringContent("""{"reason":"x"}""") };
        decision.Headers.Authorization = new("Bearer", ConsoleHost.Token);
        using var answer = await host.Http.SendAsync(decision);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(host.Desk.Decided);
    }

    [Theory]
    [InlineData("/api/approvals")]
    [InlineData("/api/search")]
    public async Task ApprovalsOnly_OnLoopback_AsksForTheTokenEvenToRead(string path)
    {
        await using var host = await ConsoleHost.StartAsync(approvalsOnly: true);
        using var without = await host.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", ConsoleHost.Token);
        using var with = await host.Http.SendAsync(request);
        Assert.Equal(path == "/api/approvals" ? HttpStatusCode.OK : HttpStatusCode.NotFound, with.StatusCode);
    }

    [Fact]
    public async Task Search_IndexAway_IsUnavailableInWords()
    {
        await using var host = await ConsoleHost.StartAsync();
        host.Search.Failure = new Snowtrail.Indexer.Elastic.ElasticUnavailableException("no node answers");
        using var answer = await host.Http.GetAsync("/api/search?q=*");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("no node answers", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
