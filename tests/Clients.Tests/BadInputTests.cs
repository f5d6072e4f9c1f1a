using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Snowtrail.Clients.Tests;

/// <summary>Whatever comes in: a Snowflake-shaped error where a driver waits, a plain one otherwise, never a stack trace, always a record.</summary>
public class BadInputTests(ProductFixture product) : IClassFixture<ProductFixture>
{
    private const string Query = "/queries/v1/query-request?requestId=5f1f1d0e-3a55-4a25-8f3c-7b5c1d1e2f30";

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"sqlText":7}""")]
    [InlineData("""{"sqlText":"select 1","sqlText":"select 2"}""")]
    [InlineData("""{"nothing":"here"}""")]
    public async Task Statement_MalformedBody_IsASnowflakeErrorAndARecord(string body)
    {
        var agent = $"malformed-{Math.Abs(body.GetHashCode(StringComparison.Ordinal))}";
        using var http = await LoggedInAsync(agent);
        using var response = await http.PostAsync(Query, new StringContent(body, Encoding.UTF8, "application/json"));
        await AssertSnowflakeErrorAsync(response);
        Assert.NotEmpty(await product.SearchAsync($"user.name:\"{agent}\" AND event.outcome:failure", 1, "session"));
    }

    [Fact]
    public async Task Statement_GzipBomb_IsRefusedWithoutInflatingIt()
    {
        using var http = await LoggedInAsync("bomber");
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 400; i++)
            {
                await gzip.WriteAsync(zeros);
            }
        }

        using var content = new ByteArrayContent(bomb.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await http.PostAsync(Query, content);
        Assert.True((int)response.StatusCode is 200 or 413, $"{response.StatusCode}");
        await AssertNoTraceAsync(response);
        Assert.NotEmpty(await product.SearchAsync("event.outcome:failure AND user.name:bomber", 1, "session"));
    }

    [Fact]
    public async Task Statement_UnknownMember_IsForwarded()
    {
        using var http = await LoggedInAsync("unknown-member");
        using var response = await http.PostAsync(Query, new StringContent("""{"sqlText":"select 1 as x","somethingNew":{"a":[1,2]}}""", Encoding.UTF8, "application/json"));
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("success").GetBoolean());
    }

    [Theory]
    [InlineData("Snowflake Token=\"stt.not-a-token\"")]
    [InlineData("Snowflake Token=\"\"")]
    [InlineData("Bearer abc")]
    public async Task Statement_WrongToken_IsTheCodeDriversKnow(string authorization)
    {
        using var http = new HttpClient { BaseAddress = product.Gateway };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.PostAsync(Query, new StringContent("""{"sqlText":"select 1"}""", Encoding.UTF8, "application/json"));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(body.GetProperty("success").GetBoolean());
        Assert.Contains(body.GetProperty("code").GetString(), new[] { "390101", "390104" });
    }

    [Theory]
    [InlineData("GET", "/no/such/path")]
    [InlineData("POST", "/api/v2/databases")]
    [InlineData("GET", "/oauth/authorize")]
    [InlineData("DELETE", "/session")]
    [InlineData("GET", "//no/such//path")]
    public async Task Path_Unknown_IsRefusedAndRecorded(string method, string path)
    {
        using var http = new HttpClient { BaseAddress = product.Gateway };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(product.Gateway.GetLeftPart(UriPartial.Authority) + path));
        using var response = await http.SendAsync(request);
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"{response.StatusCode}");
        await AssertNoTraceAsync(response);
        var record = Assert.Single(await product.SearchAsync($"url.path:\"{path}\"", 1, "session"));
        Assert.Equal("failure", record.GetProperty("event").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Login_WrongKey_IsRefusedAndRecordedWithoutTheKey()
    {
        const string Wrong = "stk_0123456789abcdef_wrongwrongwrongwrongwrongwrongwrongwrong";
        using var http = new HttpClient { BaseAddress = product.Gateway };
        using var response = await http.PostAsJsonAsync("/session/v1/login-request?requestId=1", new { data = new { CLIENT_APP_ID = "JavaScript", CLIENT_APP_VERSION = "1", ACCOUNT_NAME = "A", LOGIN_NAME = "intruder", PASSWORD = Wrong } }, JsonSerializerOptions.Default);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("390100", body.GetProperty("code").GetString());
        var records = await product.SearchAsync("intruder", 1, "session");
        Assert.DoesNotContain("wrongwrong", records[0].GetRawText(), StringComparison.Ordinal);
    }

    private async Task<HttpClient> LoggedInAsync(string agent)
    {
        var key = await product.CreateKeyAsync(agent, null);
        var http = new HttpClient { BaseAddress = product.Gateway };
        using var response = await http.PostAsJsonAsync("/session/v1/login-request?requestId=1", new { data = new { CLIENT_APP_ID = "JavaScript", CLIENT_APP_VERSION = "3.3.0", ACCOUNT_NAME = "A", LOGIN_NAME = agent, PASSWORD = key } }, JsonSerializerOptions.Default);
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("token").GetString();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{token}\"");
        return http;
    }

    private static async Task AssertSnowflakeErrorAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await AssertNoTraceAsync(response);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(body.GetProperty("success").GetBoolean());
        Assert.Matches("^[0-9]+$", body.GetProperty("code").GetString()!);
        Assert.NotEmpty(body.GetProperty("message").GetString()!);
        Assert.Equal(JsonValueKind.Object, body.GetProperty("data").ValueKind);
    }

    private static async Task AssertNoTraceAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }
}
