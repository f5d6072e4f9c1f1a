using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Tests.Gateway;

[Collection(nameof(SandboxCollection))]
public class SessionTests(SandboxFixture fixture)
{
    [Fact]
    public async Task Token_Lapsed_IsRenewedAndTheSameRequestGoesOn()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, change: options => options with { SessionTokenLifetime = TimeSpan.FromMilliseconds(400) });
        await bench.LoginAsync();
        await Task.Delay(500);

        Assert.Equal("390112", Bench.Code(await bench.QueryAsync("select 1")));
        var renewed = await bench.PostAsync("/session/token-request", new { oldSessionToken = bench.Token, requestType = "RENEW" }, bench.Master);
        bench.Token = renewed.GetProperty("data").GetProperty("sessionToken").GetString();

        Assert.Equal("1", Bench.Row(await bench.QueryAsync("select 1"))[0]);
    }

    [Fact]
    public async Task Token_OfAnotherSession_DoesNotRenew()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        await bench.LoginAsync();
        var other = bench.Token;
        await bench.LoginAsync();

        Assert.Equal("390104", Bench.Code(await bench.PostAsync("/session/token-request", new { oldSessionToken = other, requestType = "RENEW" }, bench.Master)));
        Assert.Equal("390104", Bench.Code(await bench.PostAsync("/session/heartbeat", new { }, bench.Master)));
    }

    [Theory]
    [InlineData(null, "390101")]
    [InlineData("None", "390104")]
    [InlineData("stt.AAAA", "390104")]
    public async Task Token_NotOurs_IsRefusedAndRecorded(string? token, string code)
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);

        Assert.Equal(code, Bench.Code(await bench.PostAsync("/queries/v1/query-request?requestId=a", new { sqlText = "select 1" }, token)));
        Assert.Equal(code, Assert.Single(await bench.RecordsAsync<RequestRefused>()).Code);
    }

    [Fact]
    public async Task Logout_Session_IsGone()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        await bench.LoginAsync();
        await bench.RunAsync("select 1");

        Assert.True((await bench.PostAsync("/session?delete=true", new { }, bench.Token)).GetProperty("success").GetBoolean());

        Assert.Equal("390111", Bench.Code(await bench.QueryAsync("select 1")));
        var closed = Assert.Single(await bench.RecordsAsync<SessionClosed>());
        Assert.Equal((SessionEnd.Logout, 1L), (closed.End, closed.Statements));
    }

    [Fact]
    public async Task Session_KilledByAnOperator_IsGone()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        var id = (await bench.LoginAsync()).GetProperty("data").GetProperty("sessionId").GetRawText();

        Assert.True(await bench.Gateway.KillSessionAsync(id, "soc", "exfiltration"));

        Assert.Equal("390111", Bench.Code(await bench.QueryAsync("select 1")));
        Assert.Equal("soc", Assert.Single(await bench.RecordsAsync<ControlApplied>()).By);
    }

    [Fact]
    public async Task Restart_Session_GoesOnWhereItWas()
    {
        var data = Directory.CreateTempSubdirectory("snowtrail-gateway-").FullName;
        try
        {
            string? token;
            await using (var first = await Bench.StartAsync(fixture.Sandbox.Address, data: data))
            {
                await first.LoginAsync();
                await first.RunAsync("use role sysadmin");
                token = first.Token;
            }
            await using var second = await Bench.StartAsync(fixture.Sandbox.Address, data: data);
            second.Token = token;

            Assert.Equal("1", Bench.Row(await second.RunAsync("select 1"))[0]);
            var requests = await second.RecordsAsync<StatementRequested>();
            Assert.Equal("SYSADMIN", requests[^1].Context.Role);
            Assert.True(requests[^1].SessionSequence > requests[0].SessionSequence);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
