using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.Bench.Processes;

/// <summary>A driver's session, as little of it as a measurement needs.</summary>
internal sealed class DriverSession : IDisposable
{
    private readonly HttpClient _client;

    private DriverSession(HttpClient client) => _client = client;

    internal static async Task<DriverSession> ConnectAsync(Uri address, string password, CancellationToken cancellation)
    {
        var session = new DriverSession(new HttpClient { BaseAddress = address });
        var login = await session.PostAsync($"/session/v1/login-request?requestId={Guid.NewGuid()}", new
        {
            data = new { CLIENT_APP_ID = "JavaScript", CLIENT_APP_VERSION = "3.3.0", ACCOUNT_NAME = "BENCH", LOGIN_NAME = "bench", PASSWORD = password, SESSION_PARAMETERS = new { }, CLIENT_ENVIRONMENT = new { } },
        }, cancellation);
        var token = login.GetProperty("data").GetProperty("token").GetString();
        session._client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{token}\"");
        return session;
    }

    /// <summary>The statement's answer.</summary>
    /// <exception cref="InvalidOperationException">It is not a success.</exception>
    internal async Task<JsonElement> ExecuteAsync(string sql, CancellationToken cancellation)
    {
        var answer = await PostAsync($"/queries/v1/query-request?requestId={Guid.NewGuid()}", new { sqlText = sql, asyncExec = false, sequenceId = 1 }, cancellation);
        return answer.GetProperty("success").GetBoolean() ? answer.GetProperty("data") : throw new InvalidOperationException($"A wrong answer: {answer}");
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellation)
    {
        // Member names are the protocol's own; the web defaults would write them in camel case
        using var response = await _client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, JsonSerializerOptions.Default, cancellation);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }
}
