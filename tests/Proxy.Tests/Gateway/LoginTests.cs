using System.Text.Json;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Tests.Gateway;

[Collection(nameof(SandboxCollection))]
public class LoginTests(SandboxFixture fixture)
{
    [Fact]
    public async Task Login_AgentKey_HandsOutOurTokensAndRecordsWho()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);

        var data = (await bench.LoginAsync(job: "finance-close")).GetProperty("data");

        Assert.StartsWith("stt.", bench.Token);
        Assert.True(bench.Token!.Length < 1024);
        Assert.Equal(JsonValueKind.Null, data.GetProperty("idToken").ValueKind);
        Assert.Equal("SHOP", data.GetProperty("sessionInfo").GetProperty("databaseName").GetString());
        var parameters = data.GetProperty("parameters").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("value"));
        Assert.False(parameters["CLIENT_TELEMETRY_ENABLED"].GetBoolean());
        Assert.Equal(int.MaxValue, parameters["CLIENT_STAGE_ARRAY_BINDING_THRESHOLD"].GetInt32());
        var opened = Assert.Single(await bench.RecordsAsync<SessionOpened>());
        Assert.Equal("agent-7", opened.Agent.Subject);
        Assert.Equal(("finance-close", Trust.Configured), (opened.Job!.Name, opened.Job.Trust));
        Assert.Equal(data.GetProperty("sessionId").GetRawText(), opened.SessionId);
    }

    [Fact]
    public async Task Login_WrongKey_IsRefusedAndRecordedWithoutTheSecret()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        var key = bench.Gateway.Keys.Create("agent-7").Key;

        var login = await bench.LoginAsync(key[..^1] + (key[^1] == 'A' ? 'B' : 'A'));

        Assert.False(login.GetProperty("success").GetBoolean());
        Assert.Equal("390100", Bench.Code(login));
        var failed = Assert.Single(await bench.RecordsAsync<LoginFailed>());
        Assert.Equal("u", failed.ClaimedUser);
        Assert.DoesNotContain("stk_", failed.ToString());
    }

    [Fact]
    public async Task Login_RevokedKey_EndsItsSessions()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        var key = bench.Gateway.Keys.Create("agent-7");
        await bench.LoginAsync(key.Key);

        Assert.True(bench.Gateway.Keys.Revoke(key.Id));

        Assert.Equal("390111", Bench.Code(await bench.QueryAsync("select 1")));
        Assert.Equal("390100", Bench.Code(await bench.LoginAsync(key.Key)));
        Assert.Equal(SessionEnd.Killed, Assert.Single(await bench.RecordsAsync<SessionClosed>()).End);
    }

    [Theory]
    [InlineData("OAUTH")]
    [InlineData("programmatic_access_token")]
    public async Task Login_KeyAsToken_IsAccepted(string authenticator)
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        var key = bench.Gateway.Keys.Create("agent-7").Key;

        var login = await bench.PostAsync("/session/v1/login-request", new { data = new { CLIENT_APP_ID = "Go", TOKEN = key, AUTHENTICATOR = authenticator } }, null);

        Assert.True(login.GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task Login_OtherAuthenticator_NamesWhatIsAccepted()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);

        var login = await bench.PostAsync("/session/v1/login-request", new { data = new { AUTHENTICATOR = "EXTERNALBROWSER", TOKEN = "x" } }, null);

        Assert.Equal("390190", Bench.Code(login));
        Assert.Contains("OAUTH", Bench.Message(login));
    }

    [Fact]
    public async Task Login_Secrets_StayOnTheirSide()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address);
        var key = bench.Gateway.Keys.Create("agent-7").Key;

        var login = await bench.LoginAsync(key);
        var answer = await bench.QueryAsync("select 1");
        await bench.PostAsync("/session?delete=true", new { }, bench.Token);

        Assert.All(new[] { login.ToString(), answer.ToString() }, text => Assert.DoesNotContain("upstream-", text));
        Assert.All(upstream.Requests, one => Assert.DoesNotContain(key, one.Body + one.Authorization));
        Assert.All(upstream.Requests, one => Assert.DoesNotContain("stt.", one.Body + one.Authorization));
        Assert.Contains(upstream.Requests, one => one.Path == "/queries/v1/query-request" && one.Authorization == $"Snowflake Token=\"{ScriptedUpstream.SessionToken}\"");
    }

    [Fact]
    public async Task Login_WarehouseAway_IsAStatusThatDriversRetry()
    {
        await using var bench = await Bench.StartAsync(new Uri("http://127.0.0.1:1"));

        using var response = await bench.RawAsync(
            HttpMethod.Post, "/session/v1/login-request", JsonSerializer.SerializeToUtf8Bytes(new { data = new { PASSWORD = bench.Gateway.Keys.Create("a").Key } }), null);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal("503", Assert.Single(await bench.RecordsAsync<LoginFailed>()).Code);
    }
}
