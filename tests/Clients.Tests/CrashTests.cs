using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace Snowtrail.Clients.Tests;

/// <summary>Promise P4: SIGKILL in the middle of load, twice, and every statement whose driver saw an answer is found, once.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Sessions = 6;
    private readonly string _data = Directory.CreateTempSubdirectory("snowtrail-crash-").FullName;

    [Fact]
    public async Task Kill_InTheMiddleOfLoad_FindsEveryAnsweredStatementOnce()
    {
        var answered = new ConcurrentBag<string>();
        var asked = new ConcurrentBag<string>();
        string? key = null;
        for (var round = 0; round < 2; round++)
        {
            await using var product = Start();
            var gateway = new Uri((await product.WaitForAsync(@"Gateway\s+(http://127\.0\.0\.1:\d+)")).Groups[1].Value);
            key ??= await CreateKeyAsync();
            var load = Enumerable.Range(0, Sessions).Select(session => LoadAsync(gateway, key, $"r{round}s{session}", asked, answered)).ToList();
            var before = answered.Count;
            while (answered.Count < before + 200)
            {
                await Task.Delay(20);
                Assert.False(load.All(one => one.IsCompleted), "The load ended by itself.");
            }

            await product.CrashAsync();
            await Task.WhenAll(load);
        }

        await using var restarted = Start();
        var console = new Uri((await restarted.WaitForAsync(@"Console\s+(http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        var found = await FoundAsync(console, answered.Count);
        var counts = found.CountBy(marker => marker).ToDictionary();
        Assert.DoesNotContain(answered, marker => !counts.ContainsKey(marker));
        Assert.DoesNotContain(counts, marker => marker.Value > 1);
        Assert.Empty(counts.Keys.Except(asked));
        Assert.Equal(0, await restarted.StopAsync());
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private ProductProcess Start() => ProductProcess.Start("run", "--data", _data, "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0");

    private async Task<string> CreateKeyAsync()
    {
        var (code, output, error) = await ProductProcess.RunAsync("keys", "create", "--agent", "crash-agent", "--data", _data, "--json");
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement.GetProperty("key").GetString()!;
    }

    private static async Task LoadAsync(Uri gateway, string key, string name, ConcurrentBag<string> asked, ConcurrentBag<string> answered)
    {
        using var client = await WireClient.LoginAsync(gateway, key);
        for (var i = 0; i < 5_000; i++)
        {
            var marker = $"crash_{name}_{i}";
            asked.Add(marker);
            if (await client.TryExecuteAsync($"select {i} as {marker}") is not { } answer)
            {
                return;
            }

            Assert.True(answer.GetProperty("success").GetBoolean(), answer.ToString());
            answered.Add(marker);
        }
    }

    /// <summary>The markers of all documents, once as many are there as statements were answered, and no more come.</summary>
    private static async Task<List<string>> FoundAsync(Uri console, int atLeast)
    {
        using var http = new HttpClient { BaseAddress = console };
        var total = -1L;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var now = (await http.GetFromJsonAsync<JsonElement>("/api/search?q=user.name:crash-agent&size=0")).GetProperty("total").GetInt64();
            if (now >= atLeast && now == total)
            {
                break;
            }

            total = now;
            await Task.Delay(500);
        }

        var markers = new List<string>();
        for (var offset = 0; offset < Math.Min(total, 10_000); offset += 1_000)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"/api/search?q=user.name:crash-agent&size=1000&offset={offset}&sort=event.id:asc");
            markers.AddRange(page.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("db").GetProperty("query").GetProperty("text").GetString()!.Split(' ')[^1]));
        }

        return markers;
    }
}
