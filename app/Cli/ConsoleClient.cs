using System.Net.Http.Headers;
using System.Text.Json;
using Snowtrail.App.Run;

namespace Snowtrail.App.Cli;

/// <summary>Speaks to the console of the process that runs on a data directory.</summary>
internal sealed class ConsoleClient : IDisposable
{
    private readonly HttpClient _http;

    private ConsoleClient(HttpClient http) => _http = http;

    /// <summary>Null when nothing answers there.</summary>
    internal static async Task<ConsoleClient?> TryOpenAsync(DataDirectory data, CancellationToken cancellation)
    {
        if (data.ReadRunning() is not { } running)
        {
            return null;
        }

        var http = new HttpClient { BaseAddress = running.Console, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("snowtrail", "1"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", data.ReadToken());
        try
        {
            using var alive = await http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellation);
            return new ConsoleClient(http);
        }
        catch (HttpRequestException)
        {
            http.Dispose();
            return null;
        }
    }

    internal static async Task<ConsoleClient> OpenAsync(DataDirectory data, CancellationToken cancellation) =>
        await TryOpenAsync(data, cancellation)
        ?? throw new CommandFailedException($"no gateway runs on {data.Path}; start it with `snowtrail run` or `snowtrail proxy`");

    internal Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        ReadAsync(_http.GetAsync(new Uri(path, UriKind.Relative), cancellation), cancellation);

    internal Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellation)
    {
        // A content of known length: the console reads no body whose size it was not told.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return ReadAsync(_http.PostAsync(new Uri(path, UriKind.Relative), content, cancellation), cancellation);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> sending, CancellationToken cancellation)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync(cancellation);
        JsonElement body;
        try
        {
            body = JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            throw new CommandFailedException($"the console answered {(int)response.StatusCode} with something that is not JSON");
        }

        return response.IsSuccessStatusCode
            ? body
            : throw new CommandFailedException(body.TryGetProperty("error", out var error) ? error.GetString()! : $"the console answered {(int)response.StatusCode}");
    }
}
