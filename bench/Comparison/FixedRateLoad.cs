using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.Bench.Comparison;

/// <summary>
/// One small query again and again at a fixed rate, latency counted from the moment a request was due (so a stall is not hidden by waiting for it).
/// Every answer is checked: fast and wrong fails.
/// </summary>
internal sealed class FixedRateLoad : IDisposable
{
    private const int Sessions = 16;
    private readonly List<HttpClient> _clients = [];

    internal static async Task<FixedRateLoad> ConnectAsync(Contender contender, CancellationToken cancellation)
    {
        var load = new FixedRateLoad();
        for (var i = 0; i < Sessions; i++)
        {
            var client = new HttpClient { BaseAddress = contender.Address };
            var login = await PostAsync(client, $"/session/v1/login-request?requestId={Guid.NewGuid()}", new
            {
                data = new { CLIENT_APP_ID = "JavaScript", CLIENT_APP_VERSION = "3.3.0", ACCOUNT_NAME = "BENCH", LOGIN_NAME = "bench", PASSWORD = contender.Password, SESSION_PARAMETERS = new { }, CLIENT_ENVIRONMENT = new { } },
            }, cancellation);
            var token = login.GetProperty("data").GetProperty("token").GetString();
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{token}\"");
            load._clients.Add(client);
        }

        return load;
    }

    /// <summary>Latencies in milliseconds, sorted.</summary>
    internal async Task<double[]> RunAsync(int perSecond, int count, CancellationToken cancellation)
    {
        var latencies = new double[count];
        var running = new List<Task>(count);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            if (due - clock.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early, cancellation);
            }

            running.Add(OneAsync(i, due));
        }

        await Task.WhenAll(running);
        Array.Sort(latencies);
        return latencies;

        async Task OneAsync(int i, TimeSpan due)
        {
            var answer = await PostAsync(_clients[i % Sessions], $"/queries/v1/query-request?requestId={Guid.NewGuid()}", new
            {
                sqlText = $"select id, status from shop.public.orders where customer_id = {i} limit 3", asyncExec = false, sequenceId = i,
            }, cancellation);
            if (!answer.GetProperty("success").GetBoolean() || answer.GetProperty("data").GetProperty("rowset").GetArrayLength() != 3)
            {
                throw new InvalidOperationException($"A wrong answer: {answer}");
            }

            latencies[i] = (clock.Elapsed - due).TotalMilliseconds;
        }
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body, CancellationToken cancellation)
    {
        using var response = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, JsonSerializerOptions.Default, cancellation);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }
}
