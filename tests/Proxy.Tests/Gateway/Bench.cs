using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Recording;
using Snowtrail.Schemas;
using AuditLedger = Snowtrail.Ledger.Ledger;

namespace Snowtrail.Proxy.Tests.Gateway;

/// <summary>A gateway on a directory of its own before an upstream, and a caller that speaks as drivers do.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly string _data;
    private readonly bool _ownsData;

    private Bench(string data, bool ownsData, AuditLedger ledger, RecordingStore recordings, Proxy.Gateway gateway) =>
        (_data, _ownsData, Ledger, Recordings, Gateway) = (data, ownsData, ledger, recordings, gateway);

    public AuditLedger Ledger { get; }
    public RecordingStore Recordings { get; }
    public Proxy.Gateway Gateway { get; }
    public string? Token { get; set; }
    public string? Master { get; set; }

    public static async Task<Bench> StartAsync(Uri upstream, PolicySnapshot? policy = null, string? data = null, Func<GatewayOptions, GatewayOptions>? change = null)
    {
        var directory = data ?? Path.Combine(Path.GetTempPath(), "snowtrail-gateway-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(directory);
        var ledger = AuditLedger.Open(
            new LedgerOptions { Directory = Path.Combine(directory, "ledger"), GatewayId = "gw-test" }, TimeProvider.System, NullLogger.Instance);
        var recordings = RecordingStore.Open(
            new RecordingOptions { Directory = Path.Combine(directory, "recordings") }, TimeProvider.System, NullLogger.Instance);
        var options = new GatewayOptions
        {
            Listen = new(IPAddress.Loopback, 0), DataDirectory = directory, Upstream = upstream, UpstreamUser = "sandbox", UpstreamPassword = new("sandbox"),
            LoginFailureDelay = TimeSpan.FromMilliseconds(10), PollWait = TimeSpan.FromMilliseconds(300), DrainMax = TimeSpan.FromSeconds(2),
        };
        var gateway = await Proxy.Gateway.StartAsync(
            change?.Invoke(options) ?? options, ledger, recordings, policy, NullLoggerFactory.Instance, TimeProvider.System);
        return new(directory, data is null, ledger, recordings, gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Recordings.DisposeAsync();
        await Ledger.DisposeAsync();
        _http.Dispose();
        if (_ownsData)
            Directory.Delete(_data, recursive: true);
    }

    public async Task<JsonElement> LoginAsync(string? key = null, string? job = null, string query = "databaseName=SHOP&schemaName=PUBLIC&warehouse=COMPUTE_WH")
    {
        key ??= Gateway.Keys.Create("agent-7", job).Key;
        var login = await PostAsync(
            $"/session/v1/login-request?requestId={Guid.NewGuid()}&{query}",
            new { data = new { CLIENT_APP_ID = "JavaScript", CLIENT_APP_VERSION = "3.3.0", ACCOUNT_NAME = "T", LOGIN_NAME = "u", PASSWORD = key, AUTHENTICATOR = "SNOWFLAKE" } },
            token: null);
        if (login.GetProperty("success").GetBoolean())
        {
            Token = login.GetProperty("data").GetProperty("token").GetString();
            Master = login.GetProperty("data").GetProperty("masterToken").GetString();
        }
        return login;
    }

    public Task<JsonElement> QueryAsync(string sql, string? requestId = null, object? parameters = null, bool? asyncExec = null) =>
        PostAsync($"/queries/v1/query-request?requestId={requestId ?? Guid.NewGuid().ToString()}", new { sqlText = sql, asyncExec, parameters }, Token);

    /// <summary>Asks as a driver does: polls until there is an answer.</summary>
    public async Task<JsonElement> RunAsync(string sql, object? parameters = null)
    {
        var answer = await QueryAsync(sql, parameters: parameters);
        while (Code(answer) is "333333" or "333334")
            answer = await GetAsync(answer.GetProperty("data").GetProperty("getResultUrl").GetString()!);
        return answer;
    }

    public Task<JsonElement> PostAsync(string path, object body, string? token) => SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body), token);

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, Token);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, byte[]? body, string? token, bool gzip = false)
    {
        using var response = await RawAsync(method, path, body, token, gzip);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;
    }

    public async Task<HttpResponseMessage> RawAsync(HttpMethod method, string path, byte[]? body, string? token, bool gzip = false)
    {
        // As written: what the gateway makes of odd paths is under test
        var address = new Uri(Gateway.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, address);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{token}\"");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (gzip)
                request.Content.Headers.ContentEncoding.Add("gzip");
        }
        return await _http.SendAsync(request);
    }

    /// <summary>All records so far.</summary>
    public async Task<List<AuditEvent>> RecordsAsync()
    {
        var events = new List<AuditEvent>();
        var end = Ledger.DurableNext;
        await foreach (var record in Ledger.ReadAsync(0))
        {
            events.Add(AuditEvent.FromAvro(record.Payload.Span));
            if (record.Sequence + 1 >= end)
                break;
        }
        return events;
    }

    public async Task<List<T>> RecordsAsync<T>() => [.. (await RecordsAsync()).Select(one => one.Body).OfType<T>()];

    public static string? Code(JsonElement answer) => answer.GetProperty("code").GetString();

    public static string Message(JsonElement answer) => answer.GetProperty("message").GetString()!;

    public static string[] Row(JsonElement answer, int index = 0) =>
        [.. answer.GetProperty("data").GetProperty("rowset")[index].EnumerateArray().Select(cell => cell.GetString()!)];

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
