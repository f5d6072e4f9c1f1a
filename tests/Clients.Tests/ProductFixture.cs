using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.Clients.Tests;

/// <summary>
/// A sandbox warehouse and a gateway in front of it, each a process of its own, with the sample policy. Drivers speak to both, so that the
/// answers can be compared.
/// </summary>
public sealed class ProductFixture : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private ProductProcess? _sandbox;
    private ProductProcess? _gateway;

    public Uri Direct { get; private set; } = null!;

    public Uri Gateway { get; private set; } = null!;

    public Uri Console { get; private set; } = null!;

    public string Data { get; } = Directory.CreateTempSubdirectory("snowtrail-clients-").FullName;

    public async ValueTask InitializeAsync()
    {
        _sandbox = ProductProcess.Start("sandbox", "--listen", "127.0.0.1:0");
        Direct = new Uri((await _sandbox.WaitForAsync(@"(http://127\.0\.0\.1:\d+)")).Value);
        var password = Path.Combine(Data, "upstream.password");
        await File.WriteAllTextAsync(password, "sandbox\n");
        var policy = Path.Combine(Data, "policy.yaml");
        await File.WriteAllTextAsync(policy, (await ProductProcess.RunAsync("policy", "sample")).Output);
        _gateway = ProductProcess.Start(
            "run", "--data", Path.Combine(Data, "data"), "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0",
            "--upstream", Direct.ToString(), "--upstream-user", "sandbox", "--upstream-password-file", password, "--policy", policy);
        Gateway = new Uri((await _gateway.WaitForAsync(@"[Gg]ateway\s+(http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        Console = new Uri((await _gateway.WaitForAsync(@"[Cc]onsole\s+(http://127\.0\.0\.1:\d+)")).Groups[1].Value);
    }

    public async Task<string> CreateKeyAsync(string agent, string? job)
    {
        string[] jobArguments = job is null ? [] : ["--job", job];
        var (code, output, error) = await ProductProcess.RunAsync(["keys", "create", "--agent", agent, .. jobArguments, "--data", Path.Combine(Data, "data"), "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>Waits until as many records are found, then returns them, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> SearchAsync(string query, int atLeast, string dataset = "query")
    {
        var address = new Uri(Console, $"/api/search?q={Uri.EscapeDataString(query)}&dataset={dataset}&size=1000&sort=@timestamp:asc");
        for (var attempt = 0; ; attempt++)
        {
            var answer = await _http.GetFromJsonAsync<JsonElement>(address);
            var hits = answer.GetProperty("hits").EnumerateArray().ToList();
            if (hits.Count >= atLeast || attempt == 100)
            {
                Assert.True(hits.Count >= atLeast, $"{query}: {hits.Count} of {atLeast} records after 10 s");
                return hits;
            }

            await Task.Delay(100);
        }
    }

    public Task<(int ExitCode, string Output, string Error)> VerbAsync(params string[] arguments) =>
        ProductProcess.RunAsync([.. arguments, "--data", Path.Combine(Data, "data")]);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_gateway is not null)
        {
            await _gateway.StopAsync();
            await _gateway.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        Directory.Delete(Data, recursive: true);
    }
}
