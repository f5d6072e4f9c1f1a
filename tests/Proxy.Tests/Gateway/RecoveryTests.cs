using Snowtrail.Ledger;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Tests.Gateway;

public class RecoveryTests
{
    [Fact]
    public async Task Start_IntentWithoutEnd_IsClosedOnceAsUnknown()
    {
        var data = Directory.CreateTempSubdirectory("snowtrail-gateway-").FullName;
        try
        {
            await using var upstream = await ScriptedUpstream.StartAsync();
            using var answering = new ManualResetEventSlim();
            upstream.Answer = (_, body) =>
            {
                if (body.Contains("slow", StringComparison.Ordinal))
                    answering.Wait(TimeSpan.FromSeconds(10));
                return (200, ScriptedUpstream.Rows("1"));
            };
            await using (var first = await Bench.StartAsync(upstream.Address, data: data, change: options => options with { DrainMax = TimeSpan.Zero, FirstWait = TimeSpan.FromMilliseconds(100) }))
            {
                await first.LoginAsync();
                await first.RunAsync("select 1");
                await first.QueryAsync("select 'slow'");
                // As kill -9 would: nothing more is written
                await first.Ledger.CompleteAsync();
                answering.Set();
            }
            await using (var second = await Bench.StartAsync(upstream.Address, data: data))
            {
                var completed = await second.RecordsAsync<StatementCompleted>();
                Assert.Equal([(StatementOutcome.Success, false), (StatementOutcome.Unknown, true)], completed.Select(one => (one.Outcome, one.Recovered)));
                Assert.Equal(1, (await second.RecordsAsync<GatewayStarted>())[^1].ClosedIntents);
            }
            await using var third = await Bench.StartAsync(upstream.Address, data: data);
            Assert.Equal(2, (await third.RecordsAsync<StatementCompleted>()).Count);
            Assert.Equal(0, (await third.RecordsAsync<GatewayStarted>())[^1].ClosedIntents);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Query_LedgerClosed_IsRefusedAndNotForwarded()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();
        await bench.Ledger.CompleteAsync();

        var answer = await bench.RunAsync("select 1");

        Assert.Equal("003001", Bench.Code(answer));
        Assert.Contains("audit ledger", Bench.Message(answer));
        Assert.DoesNotContain(upstream.Requests, one => one.Path == "/queries/v1/query-request");
        Assert.False(bench.Gateway.Health.LedgerWritable);
        Assert.Equal(LedgerState.Closed, bench.Ledger.Health.State);
    }

    [Fact]
    public async Task Dispose_RunningStatement_EndsBeforeTheGatewayStops()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = (_, _) =>
        {
            Thread.Sleep(300);
            return (200, ScriptedUpstream.Rows("1"));
        };
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        var running = bench.QueryAsync("select 1");
        while (bench.Gateway.Health.StatementsInFlight == 0)
            await Task.Delay(5);
        await bench.Gateway.DisposeAsync();

        Assert.Equal("1", Bench.Row(await running)[0]);
        Assert.Equal([nameof(StatementCompleted), nameof(GatewayStopped)], (await bench.RecordsAsync()).TakeLast(2).Select(one => one.Body.GetType().Name));
    }
}
