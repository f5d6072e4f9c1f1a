using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Snowtrail.Sandbox.Tests;

public sealed class HttpTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("GET", "/")]
    [InlineData("POST", "/console/login")]
    [InlineData("GET", "/queries/v1/query-request")]
    [InlineData("POST", "/api/v2/databases")]
    public async Task UnknownPath_Is404WithEnvelope(string method, string path)
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False((bool)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["success"]!);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"sqlText\":\"select 1\",\"sqlText\":\"select 2\"}")]
    [InlineData("[1,2]")]
    [InlineData("{\"sqlText\":5}")]
    [InlineData("{\"sqlText\":\"select ?\",\"bindings\":{\"1\":7}}")]
    public async Task MalformedBody_Is390400(string body)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var answer = await client.SendAsync(HttpMethod.Post, "/queries/v1/query-request?requestId=" + Guid.NewGuid(), body, null);
        Assert.Equal("390400", (string)answer["code"]!);
    }

    [Fact]
    public async Task GzipBody_WithoutHeader_IsReadAndRecordedInflated()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/queries/v1/query-request?requestId=" + Guid.NewGuid());
        request.Headers.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{client.Token}\"");
        request.Content = new ByteArrayContent(Gzip("{\"sqlText\":\"select 4711\"}"u8));
        using var response = await client.Http.SendAsync(request);
        Assert.Equal(["4711"], DriverClient.Rows(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!));
        Assert.Contains(fixture.Server.Requests.All, r => r.Body == "{\"sqlText\":\"select 4711\"}" && r.Headers["authorization"].Contains(client.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GzipBomb_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        using var content = new ByteArrayContent(Gzip(new byte[8 << 20]));
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await http.PostAsync("/session/v1/login-request", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Body_SaysGzipButIsNot_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = fixture.Server.Address };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await http.PostAsync("/session/v1/login-request", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Telemetry_IsSwallowed()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal("Log Received", (string)(await client.PostAsync("/telemetry/send", new JsonObject()))["data"]!);
    }

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
