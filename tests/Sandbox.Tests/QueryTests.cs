using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Snowtrail.Sandbox.Tests;

public sealed class QueryTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Select_Answer_HasTheWholeShape()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var data = await client.DataAsync("select 1");
        Assert.Equal("1", (string)data["rowtype"]![0]!["name"]!);
        Assert.Equal("fixed", (string)data["rowtype"]![0]!["type"]!);
        Assert.Equal(1, (int)data["total"]!);
        Assert.Equal(1, (int)data["returned"]!);
        Assert.Equal(4096, (int)data["statementTypeId"]!);
        Assert.Equal(1, (int)data["version"]!);
        Assert.Equal("json", (string)data["queryResultFormat"]!);
        Assert.Equal("SHOP", (string)data["finalDatabaseName"]!);
        Assert.True(Guid.TryParse((string)data["queryId"]!, out _));
        Assert.All(["chunks", "chunkHeaders", "resultIds"], name => Assert.False(data.AsObject().ContainsKey(name)));
    }

    [Fact]
    public async Task SlowStatement_IsHeldThenPolled()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var first = await client.QueryAsync("select system$wait(1)");
        Assert.Equal("333333", (string)first["code"]!);
        Assert.True((bool)first["success"]!);
        var watch = Stopwatch.StartNew();
        var polled = await client.GetAsync((string)first["data"]!["getResultUrl"]!);
        Assert.True((string?)polled["code"] != "333333" || watch.ElapsedMilliseconds >= 350);
        while ((string?)polled["code"] == "333333")
        {
            polled = await client.GetAsync((string)first["data"]!["getResultUrl"]!);
        }

        Assert.Equal(["waited 1 seconds"], DriverClient.Rows(polled["data"]!));
    }

    [Fact]
    public async Task WaitingStatement_DoesNotHoldUpTheSession()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.QueryAsync("select system$wait(20)", new() { ["asyncExec"] = true });
        Assert.Equal(["1"], await client.RowsAsync("select 1"));
    }

    [Theory]
    [InlineData("/monitoring/queries/")]
    [InlineData("/monitoring/queries//")]
    public async Task Async_Answers333334AndMonitoringTellsTheEnd(string monitoring)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var started = await client.QueryAsync("select system$wait(1), 5", new() { ["asyncExec"] = true });
        Assert.Equal("333334", (string)started["code"]!);
        var id = (string)started["data"]!["queryId"]!;
        Assert.Equal("RUNNING", (string)(await client.GetAsync(monitoring + id))["data"]!["queries"]![0]!["status"]!);
        while ((string)(await client.GetAsync(monitoring + id))["data"]!["queries"]![0]!["status"]! == "RUNNING")
        {
            await Task.Delay(100);
        }

        var result = await client.GetAsync($"/queries/{id}/result");
        Assert.Equal(["waited 1 seconds|5"], DriverClient.Rows(result["data"]!));
        Assert.Equal(["waited 1 seconds|5"], await client.RowsAsync($"select * from table(result_scan('{id}'))"));
    }

    [Theory]
    [InlineData("select system$wait(60)", false)]
    [InlineData("select system$wait(60)", true)]
    [InlineData("select count(*) from table(generator(rowcount => 100000000000000))", false)]
    public async Task Abort_RunningStatement_EndsIt(string sql, bool byId)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var requestId = Guid.NewGuid();
        var started = await client.QueryAsync(sql, new() { ["asyncExec"] = true }, requestId);
        var id = (string)started["data"]!["queryId"]!;
        await (byId
            ? client.PostAsync($"/queries/{id}/abort-request")
            : client.PostAsync("/queries/v1/abort-request?requestId=" + Guid.NewGuid(), new JsonObject { ["requestId"] = requestId.ToString() }));
        JsonNode ended;
        do
        {
            ended = await client.GetAsync($"/queries/{id}/result");
        }
        while ((string?)ended["code"] == "333333");

        Assert.Equal("000604", (string)ended["code"]!);
        Assert.Equal("57014", (string)ended["data"]!["sqlState"]!);
        Assert.Equal("ABORTED", (string)(await client.GetAsync("/monitoring/queries/" + id))["data"]!["queries"]![0]!["status"]!);
    }

    [Fact]
    public async Task CancelQuery_BySql_EndsTheOtherStatement()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var id = (string)(await client.QueryAsync("select system$wait(60)", new() { ["asyncExec"] = true }))["data"]!["queryId"]!;
        await client.RowsAsync($"select system$cancel_query('{id}')");
        Assert.Equal("000604", (string)(await client.GetAsync($"/queries/{id}/result"))["code"]!);
    }

    [Fact]
    public async Task Abort_UnknownRequest_Succeeds()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.True((bool)(await client.PostAsync("/queries/v1/abort-request", new JsonObject { ["requestId"] = Guid.NewGuid().ToString() }))["success"]!);
    }

    [Fact]
    public async Task Timeout_OfTheStatement_Is000630()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var answer = await client.QueryAsync("select system$wait(60)", new() { ["asyncExec"] = true, ["parameters"] = new JsonObject { ["STATEMENT_TIMEOUT_IN_SECONDS"] = 1 } });
        JsonNode ended;
        do
        {
            ended = await client.GetAsync($"/queries/{answer["data"]!["queryId"]}/result");
        }
        while ((string?)ended["code"] == "333333");

        Assert.Equal("000630", (string)ended["code"]!);
    }

    [Fact]
    public async Task SameRequestId_RunsOnce()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create or replace temp table once(i int)");
        var requestId = Guid.NewGuid();
        var first = await client.EndAsync("insert into once values (1)", requestId: requestId);
        var again = await client.EndAsync("insert into once values (1)", requestId: requestId);
        Assert.Equal((string)first["data"]!["queryId"]!, (string)again["data"]!["queryId"]!);
        Assert.Equal(["1"], await client.RowsAsync("select count(*) from once"));
        Assert.Equal("390400", (string)(await client.EndAsync("insert into once values (2)", requestId: requestId))["code"]!);
    }

    [Fact]
    public async Task OtherSessionsStatement_CannotBeSeen()
    {
        using var owner = await DriverClient.LoginAsync(fixture.Server);
        using var other = await DriverClient.LoginAsync(fixture.Server);
        var id = (string)(await owner.DataAsync("select 'secret'"))["queryId"]!;
        Assert.False((bool)(await other.GetAsync($"/queries/{id}/result"))["success"]!);
        Assert.Empty((await other.GetAsync("/monitoring/queries/" + id))["data"]!["queries"]!.AsArray());
        Assert.Equal("000709", (string)(await other.EndAsync($"select * from table(result_scan('{id}'))"))["code"]!);
        Assert.Equal("000709", (string)(await other.EndAsync($"select 1 from table(result_scan('{id}'))"))["code"]!);
    }

    [Fact]
    public async Task MultiStatement_EachChildCanBeFetched()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var data = await client.DataAsync("create temp table m(i int); insert into m values (1),(2); select i from m order by 1", Count(3));
        Assert.Equal(40960, (int)data["statementTypeId"]!);
        Assert.Equal("24576,12544,4096", (string)data["resultTypes"]!);
        var ids = ((string)data["resultIds"]!).Split(',');
        Assert.Equal(["2"], DriverClient.Rows((await client.GetAsync($"/queries/{ids[1]}/result"))["data"]!));
        Assert.Equal(["1", "2"], DriverClient.Rows((await client.GetAsync($"/queries/{ids[2]}/result"))["data"]!));
    }

    [Theory]
    [InlineData("select 1; select 2", 1)]
    [InlineData("select 1; select 2", 3)]
    public async Task MultiStatement_WrongCount_Is000008(string sql, int count)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal("000008", (string)(await client.EndAsync(sql, Count(count)))["code"]!);
    }

    [Fact]
    public async Task MultiStatement_FailingChild_FailsTheWholeAndEarlierOnesHaveRun()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal("002003", (string)(await client.EndAsync("create temp table early(i int); select * from nosuch", Count(0)))["code"]!);
        Assert.Equal(["0"], await client.RowsAsync("select count(*) from early"));
    }

    [Fact]
    public async Task DescribeOnly_TellsColumnsAndBindsWithoutRunning()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create temp table d(i int, s varchar(5))");
        var insert = await client.DataAsync("insert into d values (?, ?)", new() { ["describeOnly"] = true });
        Assert.Equal(2, (int)insert["numberOfBinds"]!);
        Assert.True((bool)insert["arrayBindSupported"]!);
        Assert.Equal(2, insert["metaDataOfBinds"]!.AsArray().Count);
        Assert.Equal("number of rows inserted", (string)insert["rowtype"]![0]!["name"]!);
        var select = await client.DataAsync("select i, s from d where i = ?", new() { ["describeOnly"] = true });
        Assert.Equal(5, (int)select["rowtype"]![1]!["length"]!);
        Assert.Equal("D", (string)select["rowtype"]![1]!["table"]!);
        Assert.Empty(select["rowset"]!.AsArray());
        Assert.Equal(0, (int)select["total"]!);
        Assert.Equal(["0"], await client.RowsAsync("select count(*) from d"));
    }

    private static JsonObject Count(int count) => new() { ["parameters"] = new JsonObject { ["MULTI_STATEMENT_COUNT"] = count } };
}
