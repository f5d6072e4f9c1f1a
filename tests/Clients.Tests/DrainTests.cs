using System.Text.Json;

namespace Snowtrail.Clients.Tests;

/// <summary>SIGTERM while a statement runs: it is finished, its driver is answered, and it is found.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("snowtrail-drain-").FullName;

    [Fact]
    public async Task Stop_WhileAStatementRuns_AnswersAndRecordsIt()
    {
        await using var product = ProductProcess.Start("run", "--data", _data, "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0");
        var gateway = new Uri((await product.WaitForAsync(@"Gateway\s+(http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        var (code, key, error) = await ProductProcess.RunAsync("keys", "create", "--agent", "drain-agent", "--data", _data, "--json");
        Assert.True(code == 0, error);
        using var client = await WireClient.LoginAsync(gateway, JsonDocument.Parse(key).RootElement.GetProperty("key").GetString()!);

        var running = client.TryExecuteAsync("select system$wait(6) as drain_marker");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await product.StopAsync());

        var answer = await running;
        Assert.True(answer is { } body && body.GetProperty("success").GetBoolean(), $"the driver saw {answer}");
        var found = await ProductProcess.RunAsync("search", "drain_marker", "--data", _data, "--json");
        var document = Assert.Single(found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("success", JsonDocument.Parse(document).RootElement.GetProperty("event").GetProperty("outcome").GetString());
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
