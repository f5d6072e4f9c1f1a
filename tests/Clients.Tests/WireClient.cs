using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.Clients.Tests;

/// <summary>The protocol without a driver's own retries, for tests that count what was answered.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly HttpClient _http;

    private WireClient(HttpClient http) => _http = http;

    internal static async Task<WireClient> LoginAsync(Uri gateway, string key, string user = "any")
    {
        var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
        using var response = await http.PostAsJsonAsync($"/session/v1/login-request?requestId={Guid.NewGuid()}&databaseName=SHOP&schemaName=PUBLIC", new
        {
            data = new { CLIENT_APP_ID = "JavaScript", CLIENT_APP_VERSION = "3.3.0", ACCOUNT_NAME = "TEST", LOGIN_NAME = user, PASSWORD = key, SESSION_PARAMETERS = new { }, CLIENT_ENVIRONMENT = new { } },
        }, JsonSerializerOptions.Default);
        var login = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(login.GetProperty("success").GetBoolean(), login.ToString());
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{login.GetProperty("data").GetProperty("token").GetString()}\"");
        return new WireClient(http);
    }

    /// <summary>The answer, or null when the connection broke before one came.</summary>
    internal async Task<JsonElement?> TryExecuteAsync(string sql, bool asyncExec = false, bool describeOnly = false)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync($"/queries/v1/query-request?requestId={Guid.NewGuid()}", new { sqlText = sql, asyncExec, describeOnly });
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>What the gateway answers for a path, whatever the status.</summary>
    internal async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Ends the session, and with it whatever still waits in it.</summary>
    internal async Task LogoutAsync()
    {
        using var response = await _http.PostAsync($"/session?delete=true&requestId={Guid.NewGuid()}", null);
    }

    public void Dispose() => _http.Dispose();
}
