using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Snowtrail.Clients.Tests;

namespace Snowtrail.Roles.Tests;

/// <summary>Roles whose servers are away: they start, say what they wait for, do what they can, and stop when told to.</summary>
public sealed class AwayTests : IAsyncDisposable
{
    // Nothing listens there
    private static readonly Servers Nowhere = new("127.0.0.1:1", null, new Uri("http://127.0.0.1:1"));
    private readonly string _data = Directory.CreateTempSubdirectory("snowtrail-away-").FullName;
    private readonly Installation _installation = new(Nowhere);
    private readonly List<ProductProcess> _processes = [];

    [Theory]
    [InlineData("enrich", "kafka: ")]
    [InlineData("index", "kafka: ")]
    [InlineData("console", "elasticsearch: ")]
    public async Task Role_ServersAway_IsLiveAndSaysWhatItWaitsFor_AndStops(string role, string words)
    {
        var (process, health) = await _installation.BeginAsync(role, role == "console" ? ["--listen", "127.0.0.1:0"] : []);
        await process.WaitForAsync($"Waits: .*{words}");

        var (status, text) = await Installation.HealthAsync(health);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith(words, text, StringComparison.Ordinal);
        using (var http = new HttpClient())
            Assert.Equal("alive\n", await http.GetStringAsync(new Uri($"http://{health}/health/live")));
        var stopping = Stopwatch.StartNew();
        Assert.Equal(0, await process.StopAsync());
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(35), $"it took {stopping.Elapsed} to stop");
    }

    [Fact]
    public async Task Proxy_KafkaAway_AnswersHoldsAndDecides()
    {
        var (proxy, health, data) = await ProxyAsync();
        var gateway = new Uri((await proxy.WaitForAsync(@"listens on (http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        var key = JsonDocument.Parse(await VerbAsync("keys", "create", "--agent", "a", "--data", data, "--json")).RootElement.GetProperty("key").GetString()!;
        using var client = await WireClient.LoginAsync(gateway, key);
        Assert.True((await client.TryExecuteAsync("select 1 as n"))!.Value.GetProperty("success").GetBoolean());

        var held = client.TryExecuteAsync("select count(*) from shop.public.customers");
        string waiting;
        while ((waiting = await VerbAsync("approvals", "list", "--data", data, "--json")).Length == 0)
            await Task.Delay(200);
        var id = JsonDocument.Parse(waiting).RootElement.GetProperty("id").GetString()!;
        Assert.Contains("approved", await VerbAsync("approvals", "approve", id, "--reason", "a test", "--data", data), StringComparison.Ordinal);
        Assert.True((await held)!.Value.GetProperty("success").GetBoolean());

        await ControlPortNeedsTheTokenAsync(data);
        var (status, text) = await Installation.HealthAsync(health);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches("^ready\nkafka: ", text);
        await proxy.WaitForAsync("Waits: .*kafka: ");
        var stopping = Stopwatch.StartNew();
        Assert.Equal(0, await proxy.StopAsync());
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(20), $"it took {stopping.Elapsed} to stop");
        Assert.False(File.Exists(Path.Combine(data, "run.json")), "a stopped gateway leaves no address behind");
    }

    private static async Task ControlPortNeedsTheTokenAsync(string data)
    {
        var control = new Uri(JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "run.json"))).RootElement.GetProperty("console").GetString()!);
        Assert.True(control.IsLoopback);
        using var http = new HttpClient { BaseAddress = control };
        foreach (var path in new[] { "/api/approvals", "/api/search?q=*" })
            using (var answer = await http.GetAsync(path))
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<(ProductProcess Process, string Health, string Data)> ProxyAsync()
    {
        var sandbox = ProductProcess.Start("sandbox", "--listen", "127.0.0.1:0");
        _processes.Add(sandbox);
        var upstream = (await sandbox.WaitForAsync(@"(http://127\.0\.0\.1:\d+)")).Value;
        var (password, policy, data) = (Path.Combine(_data, "password"), Path.Combine(_data, "policy.yaml"), Path.Combine(_data, "data"));
        await File.WriteAllTextAsync(password, "sandbox\n");
        await File.WriteAllTextAsync(policy, await VerbAsync("policy", "sample"));
        var (process, health) = await _installation.BeginAsync(
            "proxy", "--data", data, "--listen", "127.0.0.1:0", "--policy", policy, "--upstream", upstream, "--upstream-user", "sandbox", "--upstream-password-file", password);
        return (process, health, data);
    }

    private static async Task<string> VerbAsync(params string[] words)
    {
        var (code, output, error) = await ProductProcess.RunAsync(words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {output}{error}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await _installation.StopAllAsync();
        foreach (var process in _processes)
            await process.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
