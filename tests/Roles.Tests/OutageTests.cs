using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Snowtrail.Clients.Tests;
using Snowtrail.Elastic.Tests;
using Snowtrail.Kafka.Tests;

namespace Snowtrail.Roles.Tests;

/// <summary>
/// A driver at work while the broker, the index and each role go away and come back: every answered statement is found once, and the gateway
/// answers all along.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class OutageTests(ITestOutputHelper output) : IAsyncDisposable
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("SNOWTRAIL_TEST_OUTAGE_SECONDS") is { Length: > 0 } text ? text : "20", CultureInfo.InvariantCulture));

    private readonly SandboxWarehouse _warehouse = new();
    private readonly OwnBroker _broker = new();
    private readonly OwnSearchServer _elasticsearch = new("elasticsearch");
    private readonly ConcurrentQueue<(int Number, TimeSpan Took)> _answered = new();
    private Installation? _installation;

    [Fact]
    public async Task ServersAndRolesGoAndComeBack_EveryAnsweredStatementIsFoundOnce()
    {
        await Task.WhenAll(_broker.StartAsync(), _elasticsearch.StartAsync());
        var installation = _installation = await Installation.CreateAsync(new Servers(_broker.Address, null, _elasticsearch.Address));
        string[] proxyFlags = ["--data", _warehouse.PathOf("data"), "--listen", $"127.0.0.1:{Installation.FreePort()}", .. await _warehouse.StartAsync()];
        var proxy = await installation.StartAsync("proxy", proxyFlags);
        var enricher = await installation.StartAsync("enrich");
        var indexer = await installation.StartAsync("index");
        var gateway = new Uri((await proxy.WaitForAsync(@"listens on (http://127\.0\.0\.1:\d+)")).Groups[1].Value);
        using var client = await WireClient.LoginAsync(gateway, await SandboxWarehouse.KeyAsync(_warehouse.PathOf("data"), "a"));
        using var enough = new CancellationTokenSource();
        var driver = DriveAsync(client, enough.Token);

        await AwayAsync("broker", _broker);
        await AwayAsync("elasticsearch", _elasticsearch);
        await enricher.CrashAsync();
        await installation.StartAsync("enrich");
        await indexer.CrashAsync();
        await installation.StartAsync("index");
        var (before, longest) = (_answered.Count, _answered.Max(one => one.Took));
        await proxy.CrashAsync();
        await installation.StartAsync("proxy", proxyFlags);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await enough.CancelAsync();
        await driver;

        Assert.True(_answered.Count > before, "the gateway answers again after it was killed");
        await ReportAsync(installation, longest);
    }

    private async Task ReportAsync(Installation installation, TimeSpan longest)
    {
        var since = Stopwatch.StartNew();
        var found = new Dictionary<int, int>();
        while (since.Elapsed < TimeSpan.FromMinutes(2) && _answered.Any(one => !found.ContainsKey(one.Number)))
        {
            await Task.Delay(500);
            var (documents, duplicates) = await installation.Documents.ReadAsync();
            Assert.Equal(0, duplicates);
            found = documents.Values.Where(one => one.Contains("snowflake_gateway.query", StringComparison.Ordinal)).Select(one => Number().Match(one)).Where(match => match.Success)
                .GroupBy(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToDictionary(group => group.Key, group => group.Count());
        }

        var missing = _answered.Count(one => !found.ContainsKey(one.Number));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"outages of {Away.TotalSeconds:0} s: {_answered.Count} acknowledged, {_answered.Count - missing} found, {found.Values.Count(count => count > 1)} found twice, last one {since.Elapsed.TotalSeconds:0.0} s after the end; longest answer while servers were away {longest.TotalMilliseconds:0} ms"));
        Assert.Equal(0, missing);
        Assert.All(found.Values, count => Assert.Equal(1, count));
        Assert.True(longest < TimeSpan.FromSeconds(5), "the gateway waited for what it does not need");
    }

    private async Task AwayAsync(string name, OwnServer server)
    {
        var before = _answered.Count;
        await server.StopAsync(kill: true);
        await Task.Delay(Away);
        output.WriteLine($"{_answered.Count - before} statements answered while the {name} was away");
        Assert.True(_answered.Count > before, $"the gateway answers while the {name} is away");
        await server.StartAsync();
    }

    private async Task DriveAsync(WireClient client, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var since = Stopwatch.StartNew();
            if (await client.TryExecuteAsync($"select {number} as n, 'tag-{number}-' as tag") is { } answer && answer.GetProperty("success").GetBoolean())
                _answered.Enqueue((number, since.Elapsed));
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_installation is not null)
            await _installation.DisposeAsync();
        await _warehouse.DisposeAsync();
        await _broker.DisposeAsync();
        await _elasticsearch.DisposeAsync();
    }

    [GeneratedRegex("tag-(\\d+)-")]
    private static partial Regex Number();
}
