using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.App.Demo;

/// <summary>
/// The least of a Snowflake driver, for the demo's agents: login, statements with polling, chunks read to the end, cancel, logout. It goes through
/// the gateway's front door like any driver.
/// </summary>
internal sealed class DriverClient : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly HttpClient _chunks;

    private DriverClient(HttpClient http)
    {
        _http = http;
        _chunks = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip });
    }

    internal static async Task<DriverClient> ConnectAsync(Uri gateway, string agent, string key, string? queryTag, CancellationToken cancellation)
    {
        var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip }) { BaseAddress = gateway, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("snowtrail-demo/1.0");
        var client = new DriverClient(http);
        var login = await client.PostAsync($"/session/v1/login-request?requestId={Guid.NewGuid()}&databaseName=SHOP&schemaName=PUBLIC&warehouse=COMPUTE_WH", new
        {
            data = new
            {
                CLIENT_APP_ID = "JavaScript",
                CLIENT_APP_VERSION = "3.3.0",
                ACCOUNT_NAME = "DEMO",
                LOGIN_NAME = agent,
                PASSWORD = key,
                SESSION_PARAMETERS = queryTag is null ? [] : new Dictionary<string, object> { ["QUERY_TAG"] = queryTag },
                CLIENT_ENVIRONMENT = new { APPLICATION = "snowtrail-demo", OS = "demo" },
            },
        }, cancellation);
        if (!login.GetProperty("success").GetBoolean())
        {
            throw new InvalidOperationException($"The demo's agent {agent} cannot log in: {login.GetProperty("message").GetString()}");
        }

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Snowflake", $"Token=\"{login.GetProperty("data").GetProperty("token").GetString()}\"");
        return client;
    }

    /// <summary>Runs a statement and reads its whole result; gives up and cancels when it is not there in time.</summary>
    /// <returns>Null when it succeeded, else the error's message.</returns>
    internal async Task<string?> ExecuteAsync(string sql, TimeSpan patience, CancellationToken cancellation)
    {
        var requestId = Guid.NewGuid();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            var answer = await PostAsync($"/queries/v1/query-request?requestId={requestId}", new { sqlText = sql, asyncExec = false }, limit.Token);
            while (answer.GetProperty("code").GetString() is "333333" or "333334")
            {
                answer = await _http.GetFromJsonAsync<JsonElement>(new Uri(answer.GetProperty("data").GetProperty("getResultUrl").GetString()!, UriKind.Relative), limit.Token);
            }

            if (!answer.GetProperty("success").GetBoolean())
            {
                return answer.GetProperty("message").GetString();
            }

            await ReadChunksAsync(answer.GetProperty("data"), limit.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await PostAsync($"/queries/v1/abort-request?requestId={Guid.NewGuid()}", new { requestId }, cancellation);
            return "given up by the agent";
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await PostAsync("/session?delete=true", new { }, limit.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            // A gateway that is already gone has closed the session itself.
        }

        _http.Dispose();
        _chunks.Dispose();
    }

    private async Task ReadChunksAsync(JsonElement data, CancellationToken cancellation)
    {
        if (!data.TryGetProperty("chunks", out var chunks))
        {
            return;
        }

        foreach (var chunk in chunks.EnumerateArray())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, chunk.GetProperty("url").GetString());
            if (data.TryGetProperty("chunkHeaders", out var headers) && headers.ValueKind == JsonValueKind.Object)
            {
                foreach (var header in headers.EnumerateObject())
                {
                    request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
                }
            }

            using var response = await _chunks.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            response.EnsureSuccessStatusCode();
            await response.Content.CopyToAsync(Stream.Null, cancellation);
        }
    }

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body, options: JsonSerializerOptions.Default) };
        request.Headers.Accept.ParseAdd("application/snowflake");
        using var response = await _http.SendAsync(request, cancellation);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }
}
