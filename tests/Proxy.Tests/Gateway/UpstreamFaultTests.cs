using System.Text;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Tests.Gateway;

public class UpstreamFaultTests
{
    [Fact]
    public async Task Upstream_BusyAndCut_IsAskedAgainWithTheSameRequestId()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var calls = 0;
        upstream.Answer = (_, _) => Interlocked.Increment(ref calls) switch { 1 => (503, ""), 2 => null, _ => (200, ScriptedUpstream.Rows("ok")) };
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        Assert.Equal("ok", Bench.Row(await bench.RunAsync("select 1"))[0]);
        Assert.Equal(3, calls);
        Assert.Single(await bench.RecordsAsync<StatementCompleted>());
    }

    [Fact]
    public async Task Upstream_StillRunning_IsPolledWithoutABody()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        const string Id = "01b2c3d4-0000-4aaa-8aaa-000000000001";
        upstream.Answer = (path, _) => path.StartsWith("/queries/v1/", StringComparison.Ordinal)
            ? (200, $$"""{"data":{"queryId":"{{Id}}","getResultUrl":"/queries/{{Id}}/result"},"code":"333333","message":"Query execution in progress.","success":true}""")
            : (200, ScriptedUpstream.Rows("ok"));
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        Assert.Equal("ok", Bench.Row(await bench.RunAsync("select 1"))[0]);
        Assert.Equal(($"/queries/{Id}/result", "", null), upstream.Requests[^1] switch { var (path, body, type, _) => (path, body, type) });
    }

    [Fact]
    public async Task Upstream_TokenLapsed_IsRenewedUnseenByTheAgent()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var calls = 0;
        upstream.Answer = (path, _) => path == "/session/token-request"
            ? (200, """{"data":{"sessionToken":"upstream-new","validityInSecondsST":3600,"masterToken":"upstream-new-m","validityInSecondsMT":14400},"code":null,"message":null,"success":true}""")
            : Interlocked.Increment(ref calls) == 1 ? (200, """{"data":null,"code":"390112","message":"expired","success":false}""") : (200, ScriptedUpstream.Rows("ok"));
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        Assert.Equal("ok", Bench.Row(await bench.RunAsync("select 1"))[0]);
        Assert.Equal("Snowflake Token=\"upstream-new\"", upstream.Requests[^1].Authorization);
    }

    [Fact]
    public async Task Upstream_SessionGone_EndsOurs()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = (_, _) => (200, """{"data":null,"code":"390111","message":"gone","success":false}""");
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        Assert.Equal("390111", Bench.Code(await bench.RunAsync("select 1")));
        Assert.Equal("390111", Bench.Code(await bench.RunAsync("select 1")));
        Assert.Equal(SessionEnd.UpstreamGone, Assert.Single(await bench.RecordsAsync<SessionClosed>()).End);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{\"data\":{\"rowset\":[[\"1\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Upstream_AnswerIsNoReply_IsAnErrorAndNotACrash(string body)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = (_, _) => (200, body);
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        var answer = await bench.RunAsync("select 1");

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.NotEqual(StatementOutcome.Success, Assert.Single(await bench.RecordsAsync<StatementCompleted>()).Outcome);
    }

    [Theory]
    [InlineData(""","command":"DOWNLOAD","stageInfo":{"locationType":"LOCAL_FS","location":"/home/agent"}""")]
    [InlineData(""","stageInfo":{"creds":{"AWS_KEY_ID":"AKIASECRET"}}""")]
    public async Task Upstream_AnswerIsAFileTransfer_IsWithheldAndRecorded(string more)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = (_, _) => (200, ScriptedUpstream.Rows("1", more));
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        var answer = await bench.RunAsync("select 1");

        Assert.Equal("003001", Bench.Code(answer));
        Assert.DoesNotContain("AKIASECRET", answer.ToString());
        Assert.Single(await bench.RecordsAsync<TransferBlocked>());
        Assert.Equal(StatementOutcome.Refused, Assert.Single(await bench.RecordsAsync<StatementCompleted>()).Outcome);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("https://evil.example/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    public async Task Upstream_ChunkAtAForeignHost_IsWithheld(string url)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = (_, _) => (200, ScriptedUpstream.Rows("1", $$""","chunks":[{"url":"{{url}}","rowCount":1,"uncompressedSize":5,"compressedSize":5}],"chunkHeaders":{"x":"y"}"""));
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        var answer = await bench.RunAsync("select 1");

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.DoesNotContain(url, answer.ToString());
    }

    [Fact]
    public async Task Upstream_ChunkAddressLapsed_IsRefreshedAndTheBytesGoThroughUs()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var signature = "old";
        upstream.Answer = (path, _) => path switch
        {
            "/c/old" => (403, ""),
            "/c/new" => (200, "[\"4111111111111111\"],[\"b\"]"),
            _ => (200, ScriptedUpstream.Rows("1", $$""","chunks":[{"url":"{{upstream.Address}}c/{{signature}}","rowCount":2,"uncompressedSize":26,"compressedSize":26}],"chunkHeaders":{"x-key":"storage-secret"}""")),
        };
        await using var bench = await Bench.StartAsync(upstream.Address, Sample.Policy);
        await bench.LoginAsync();

        var answer = await bench.RunAsync("select a from shop.public.orders");
        signature = "new";
        var chunk = new Uri(answer.GetProperty("data").GetProperty("chunks")[0].GetProperty("url").GetString()!);
        using var response = await bench.RawAsync(HttpMethod.Get, chunk.PathAndQuery, null, null);
        await using var plain = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(plain, Encoding.UTF8);

        Assert.Equal("[\"************1111\"],[\"b\"]", await reader.ReadToEndAsync());
        Assert.Equal(("application/octet-stream", "gzip"), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentEncoding.Single()));
        Assert.DoesNotContain("storage-secret", answer.ToString());
        Assert.Equal(bench.Gateway.Address.Authority, chunk.Authority);
        var delivered = Assert.Single(await bench.RecordsAsync<ResultDelivered>());
        Assert.Equal((0, 2L), (delivered.Chunk, delivered.Rows));
        Assert.Equal(1, Assert.Single(delivered.Masked).Cells);
    }
}
