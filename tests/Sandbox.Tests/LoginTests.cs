using System.Text.Json.Nodes;

namespace Snowtrail.Sandbox.Tests;

public sealed class LoginTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("sandbox", "wrong")]
    [InlineData("nobody", "sandbox")]
    [InlineData("", "")]
    public async Task Login_WrongUserOrPassword_Is390100(string user, string password)
    {
        using var client = new DriverClient(fixture.Server);
        var answer = await client.PostAsync("/session/v1/login-request", DriverClient.LoginBody(user, password));
        Assert.False((bool)answer["success"]!);
        Assert.Equal("390100", (string)answer["code"]!);
    }

    [Fact]
    public async Task Login_Answer_HasWhatDriversInsistOn()
    {
        using var client = new DriverClient(fixture.Server);
        var data = (await client.PostAsync("/session/v1/login-request", DriverClient.LoginBody("SANDBOX", "sandbox")))["data"]!;
        Assert.True((long)data["sessionId"]! > 0);
        Assert.False((bool)data["firstLogin"]!);
        Assert.Equal("SHOP", (string)data["sessionInfo"]!["databaseName"]!);
        Assert.Equal("COMPUTE_WH", (string)data["sessionInfo"]!["warehouseName"]!);
        var parameters = data["parameters"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => p!["value"]!);
        Assert.True((bool)parameters["AUTOCOMMIT"]);
        Assert.Equal(4, (int)parameters["CLIENT_PREFETCH_THREADS"]);
        Assert.Equal("HEX", (string)parameters["BINARY_OUTPUT_FORMAT"]!);
        Assert.Equal(int.MaxValue, (int)parameters["CLIENT_STAGE_ARRAY_BINDING_THRESHOLD"]);
        Assert.Null(data["idToken"]);
    }

    [Fact]
    public async Task Login_OtherDriver_StageBindingIsOff()
    {
        using var client = new DriverClient(fixture.Server);
        var data = (await client.PostAsync("/session/v1/login-request", DriverClient.LoginBody("sandbox", "sandbox", "PythonConnector")))["data"]!;
        Assert.Equal(0, (int)data["parameters"]!.AsArray().Single(p => (string)p!["name"]! == "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD")!["value"]!);
    }

    [Fact]
    public async Task Login_PasswordAsToken_IsAccepted()
    {
        using var client = new DriverClient(fixture.Server);
        var body = new JsonObject { ["data"] = new JsonObject { ["CLIENT_APP_ID"] = "Go", ["AUTHENTICATOR"] = "PROGRAMMATIC_ACCESS_TOKEN", ["TOKEN"] = "sandbox" } };
        Assert.True((bool)(await client.PostAsync("/session/v1/login-request", body))["success"]!);
    }

    [Fact]
    public async Task Login_UnknownDatabaseValidated_Is390201()
    {
        using var client = new DriverClient(fixture.Server);
        var body = DriverClient.LoginBody("sandbox", "sandbox", parameters: new() { ["CLIENT_VALIDATE_DEFAULT_PARAMETERS"] = true });
        Assert.Equal("390201", (string)(await client.PostAsync("/session/v1/login-request?databaseName=NOPE", body))["code"]!);
    }

    [Fact]
    public async Task Query_UnknownToken_Is390104()
    {
        using var client = new DriverClient(fixture.Server) { Token = "guess" };
        Assert.Equal("390104", (string)(await client.QueryAsync("select 1"))["code"]!);
    }

    [Fact]
    public async Task Renew_ByMasterToken_GivesTokensThatWork()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var body = new JsonObject { ["oldSessionToken"] = client.Token, ["requestType"] = "RENEW" };
        var answer = await client.PostAsync("/session/token-request", body, client.MasterToken);
        client.Token = (string)answer["data"]!["sessionToken"]!;
        Assert.Equal(["1"], await client.RowsAsync("select 1"));
    }

    [Theory]
    [InlineData("RENEW", true, "390104")]
    [InlineData("CLONE", false, "390104")]
    public async Task Renew_ForeignTokenOrOtherType_IsRefused(string type, bool foreign, string code)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        using var other = await DriverClient.LoginAsync(fixture.Server);
        var body = new JsonObject { ["oldSessionToken"] = foreign ? other.Token : client.Token, ["requestType"] = type };
        Assert.Equal(code, (string)(await client.PostAsync("/session/token-request", body, client.MasterToken))["code"]!);
    }

    [Fact]
    public async Task Renew_WithSessionToken_Is390113()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var body = new JsonObject { ["oldSessionToken"] = client.Token, ["requestType"] = "RENEW" };
        Assert.Equal("390113", (string)(await client.PostAsync("/session/token-request", body))["code"]!);
    }

    [Fact]
    public async Task Token_Lapsed_Is390112UntilRenewed()
    {
        var time = new ManualTime();
        await using var server = await SandboxFixture.StartAsync(time: time);
        using var client = await DriverClient.LoginAsync(server);
        time.Now += TimeSpan.FromHours(2);
        Assert.Equal("390112", (string)(await client.QueryAsync("select 1"))["code"]!);
        var body = new JsonObject { ["oldSessionToken"] = client.Token, ["requestType"] = "RENEW" };
        client.Token = (string)(await client.PostAsync("/session/token-request", body, client.MasterToken))["data"]!["sessionToken"]!;
        Assert.True((bool)(await client.QueryAsync("select 1"))["success"]!);
        time.Now += TimeSpan.FromHours(3);
        Assert.Equal("390114", (string)(await client.PostAsync("/session/token-request", body, client.MasterToken))["code"]!);
    }

    [Fact]
    public async Task Heartbeat_ThenLogout_EndsTheSession()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.True((bool)(await client.PostAsync("/session/heartbeat"))["success"]!);
        Assert.True((bool)(await client.PostAsync("/session?delete=true"))["success"]!);
        Assert.Equal("390104", (string)(await client.QueryAsync("select 1"))["code"]!);
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
