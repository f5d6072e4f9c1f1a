using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Snowtrail.Sandbox.Tests;

/// <summary>Speaks the driver protocol over HttpClient, one session.</summary>
public sealed class DriverClient(SandboxServer server) : IDisposable
{
    public HttpClient Http { get; } = new() { BaseAddress = server.Address };

    public string Token { get; set; } = "";

    public string MasterToken { get; private set; } = "";

    public static async Task<DriverClient> LoginAsync(SandboxServer server, string app = "JavaScript", string query = "", JsonObject? parameters = null)
    {
        var client = new DriverClient(server);
        var answer = await client.PostAsync("/session/v1/login-request?requestId=" + Guid.NewGuid() + query, LoginBody("sandbox", "sandbox", app, parameters));
        Assert.True((bool)answer["success"]!, answer.ToJsonString());
        client.Token = (string)answer["data"]!["token"]!;
        client.MasterToken = (string)answer["data"]!["masterToken"]!;
        return client;
    }

    public static JsonObject LoginBody(string user, string password, string app = "JavaScript", JsonObject? parameters = null) => new()
    {
        ["data"] = new JsonObject
        {
            ["CLIENT_APP_ID"] = app, ["LOGIN_NAME"] = user, ["PASSWORD"] = password, ["ACCOUNT_NAME"] = "TEST", ["SESSION_PARAMETERS"] = parameters,
        },
    };

    public Task<JsonNode> PostAsync(string path, JsonNode? body = null, string? token = null) => SendAsync(HttpMethod.Post, path, body?.ToJsonString(), token);

    public Task<JsonNode> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{token ?? Token}\"");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using var response = await Http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public Task<JsonNode> QueryAsync(string sql, JsonObject? more = null, Guid? requestId = null)
    {
        var body = new JsonObject { ["sqlText"] = sql };
        foreach (var (name, value) in more ?? [])
        {
            body[name] = value?.DeepClone();
        }

        return PostAsync("/queries/v1/query-request?requestId=" + (requestId ?? Guid.NewGuid()), body);
    }

    /// <summary>The last answer of a statement, polled to its end.</summary>
    public async Task<JsonNode> EndAsync(string sql, JsonObject? more = null, Guid? requestId = null)
    {
        var answer = await QueryAsync(sql, more, requestId);
        while ((string?)answer["code"] is "333333" or "333334")
        {
            answer = await GetAsync((string)answer["data"]!["getResultUrl"]!);
        }

        return answer;
    }

    /// <summary>The data of a statement that succeeds.</summary>
    public async Task<JsonNode> DataAsync(string sql, JsonObject? more = null)
    {
        var answer = await EndAsync(sql, more);
        Assert.True((bool)answer["success"]!, sql + "\n" + answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>The inline rows, cells joined by a bar.</summary>
    public async Task<string[]> RowsAsync(string sql, JsonObject? more = null) => Rows(await DataAsync(sql, more));

    public static string[] Rows(JsonNode data) => [.. data["rowset"]!.AsArray().Select(row => string.Join('|', row!.AsArray().Select(c => (string?)c ?? "NULL")))];

    /// <summary>A chunk as object storage serves it, inflated.</summary>
    public async Task<byte[]> ChunkAsync(JsonNode data, int index)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, (string)data["chunks"]![index]!["url"]!);
        foreach (var (name, value) in data["chunkHeaders"]!.AsObject())
        {
            request.Headers.TryAddWithoutValidation(name, (string)value!);
        }

        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await gzip.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => Http.Dispose();
}
