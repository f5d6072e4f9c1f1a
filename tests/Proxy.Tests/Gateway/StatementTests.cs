using System.IO.Compression;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Tests.Gateway;

[Collection(nameof(SandboxCollection))]
public class StatementTests(SandboxFixture fixture)
{
    [Fact]
    public async Task Query_Answer_IsTheWarehousesAndBothHalvesAreRecorded()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        await bench.LoginAsync(job: "nightly-report");

        var answer = await bench.RunAsync("select 1 as one /* job='other' */");

        Assert.Equal("1", Bench.Row(answer)[0]);
        var request = Assert.Single(await bench.RecordsAsync<StatementRequested>());
        var completion = Assert.Single(await bench.RecordsAsync<StatementCompleted>());
        Assert.Equal(("nightly-report", Trust.Configured), (request.Job!.Name, request.Job.Trust));
        Assert.Equal("select 1 as one /* job='other' */", request.SqlText);
        Assert.Equal(request.StatementId, completion.StatementId);
        Assert.Equal((StatementOutcome.Success, 1L, false), (completion.Outcome, completion.Rows, completion.Recovered));
        Assert.Equal(answer.GetProperty("data").GetProperty("queryId").GetString(), completion.QueryId);
        Assert.Equal(64, completion.Digest!.Length);
    }

    [Fact]
    public async Task Query_Upstream_CarriesOurSignedTagAndTheClientsInside()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync(job: "j");

        await bench.RunAsync("select 1", parameters: new { QUERY_TAG = "mine", SIMULATED_DATA_SHARING_CONSUMER = "x", TIMEZONE = "Etc/UTC" });

        var body = upstream.Requests.Single(one => one.Path == "/queries/v1/query-request").Body;
        using var sent = System.Text.Json.JsonDocument.Parse(body);
        var parameters = sent.RootElement.GetProperty("parameters");
        using var tag = System.Text.Json.JsonDocument.Parse(parameters.GetProperty("QUERY_TAG").GetString()!);
        Assert.Equal(("agent-7", "j", "mine"), (tag.RootElement.GetProperty("agent").GetString(), tag.RootElement.GetProperty("job").GetString(), tag.RootElement.GetProperty("tag").GetString()));
        Assert.Equal("Etc/UTC", parameters.GetProperty("TIMEZONE").GetString());
        Assert.False(parameters.TryGetProperty("SIMULATED_DATA_SHARING_CONSUMER", out _));
    }

    [Fact]
    public async Task Query_SameRequestId_RunsOnceAndIsCounted()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();
        var id = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bench.QueryAsync("select 1", id)));

        Assert.All(answers, answer => Assert.Equal("1", Bench.Row(answer)[0]));
        Assert.Single(upstream.Requests, one => one.Path == "/queries/v1/query-request");
        Assert.Equal([1, 2, 3, 4, 5], (await bench.RecordsAsync<StatementRequested>()).Select(one => one.Attempt).Order());
        Assert.Single(await bench.RecordsAsync<StatementCompleted>());
        Assert.Equal("003001", Bench.Code(await bench.QueryAsync("select 2", id)));
    }

    [Fact]
    public async Task Query_ErrorOfTheWarehouse_PassesThrough()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        await bench.LoginAsync();

        var answer = await bench.RunAsync("select * from no_such_table");

        Assert.Equal("002003", Bench.Code(answer));
        Assert.Equal("42S02", answer.GetProperty("data").GetProperty("sqlState").GetString());
        Assert.Equal((StatementOutcome.Failure, "002003"), Single(await bench.RecordsAsync<StatementCompleted>()));
        static (StatementOutcome, string?) Single(List<StatementCompleted> all) => (Assert.Single(all).Outcome, all[0].Code);
    }

    [Fact]
    public async Task Query_PolicyDenies_NothingIsForwarded()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address, Sample.Policy);
        await bench.LoginAsync();

        var answer = await bench.RunAsync("drop table shop.public.orders");

        Assert.Equal("003001", Bench.Code(answer));
        Assert.Equal("42501", answer.GetProperty("data").GetProperty("sqlState").GetString());
        Assert.Contains("ddl-from-change-management", Bench.Message(answer));
        Assert.DoesNotContain(upstream.Requests, one => one.Path == "/queries/v1/query-request");
        Assert.Equal(DecisionAction.Deny, Assert.Single(await bench.RecordsAsync<StatementRequested>()).Decision.Action);
        Assert.Equal(StatementOutcome.Refused, Assert.Single(await bench.RecordsAsync<StatementCompleted>()).Outcome);
    }

    [Fact]
    public async Task Query_Async_IsFetchedByItsId()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        await bench.LoginAsync();

        var begun = await bench.QueryAsync("select 42", asyncExec: true);
        var id = begun.GetProperty("data").GetProperty("queryId").GetString()!;
        var result = await bench.GetAsync($"/queries/{id}/result");
        while (Bench.Code(result) == "333334")
            result = await bench.GetAsync($"/queries/{id}/result");
        var state = await bench.GetAsync($"/monitoring/queries//{id}");

        Assert.Equal("333334", Bench.Code(begun));
        Assert.Equal("42", Bench.Row(result)[0]);
        Assert.Equal("SUCCESS", state.GetProperty("data").GetProperty("queries")[0].GetProperty("status").GetString());
        Assert.Equal(StatementOutcome.Success, Assert.Single(await bench.RecordsAsync<StatementCompleted>()).Outcome);
    }

    [Fact]
    public async Task Query_OfAnotherSession_IsNotFound()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address);
        await bench.LoginAsync();
        var id = (await bench.RunAsync("select 42")).GetProperty("data").GetProperty("queryId").GetString();
        await bench.LoginAsync();

        Assert.False((await bench.GetAsync($"/queries/{id}/result")).GetProperty("success").GetBoolean());
        Assert.False((await bench.GetAsync($"/monitoring/queries/{id}")).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task Query_Several_EachChildIsMasked()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy);
        await bench.LoginAsync();

        var parent = await bench.RunAsync("select 1; select card_number from cards order by id limit 1", new { MULTI_STATEMENT_COUNT = "2" });
        var ids = parent.GetProperty("data").GetProperty("resultIds").GetString()!.Split(',');

        Assert.Equal("1", Bench.Row(await bench.GetAsync($"/queries/{ids[0]}/result"))[0]);
        Assert.Matches(@"^\*{12}\d{4}$", Bench.Row(await bench.GetAsync($"/queries/{ids[1]}/result"))[0]);
        Assert.Equal("000008", Bench.Code(await bench.RunAsync("select 1; select 2", new { MULTI_STATEMENT_COUNT = "3" })));
    }

    [Fact]
    public async Task Query_CopyOfCards_StaysMaskedAfterARestart()
    {
        var data = Directory.CreateTempSubdirectory("snowtrail-gateway-").FullName;
        var table = "copy_" + Guid.NewGuid().ToString("N")[..8];
        try
        {
            await using (var first = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy, data))
            {
                await first.LoginAsync(job: "schema-change");
                Assert.True((await first.RunAsync($"create table {table} as select substr(card_number, 1, 8) as half from cards limit 2")).GetProperty("success").GetBoolean());
            }
            await using var second = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy, data);
            await second.LoginAsync();

            Assert.Null(Bench.Row(await second.RunAsync($"select half from {table}"))[0]);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("""{"sqlText":"select 1","sqlText":"drop table x"}""")]
    [InlineData("""{"sqlText":"select 1","SQLTEXT":"drop table x"}""")]
    [InlineData("""{"sqlText":"select 1","describeOnly":"true"}""")]
    [InlineData("""{"sqlText":"insert into t values (?)","bindStage":"@SYSTEM$BIND/a"}""")]
    [InlineData("""{"sqlText":"select 1","parameters":{"QUERY_TAG":"a","query_tag":"b"}}""")]
    [InlineData("""{"asyncExec":true}""")]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task Query_MalformedBody_IsRefusedInTheProtocolAndRecorded(string body)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address);
        await bench.LoginAsync();

        var answer = await bench.SendAsync(HttpMethod.Post, "/queries/v1/query-request?requestId=a", Bench.Utf8(body), bench.Token);

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Equal("agent-7", Assert.Single(await bench.RecordsAsync<RequestRefused>()).Agent!.Subject);
        Assert.DoesNotContain(upstream.Requests, one => one.Path.StartsWith("/queries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_BodyOverTheLimit_IsRefusedPlainAndInflated()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, change: options => options with { RequestBytesMax = 4096 });
        await bench.LoginAsync();
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(new byte[1 << 20]);

        var large = await bench.SendAsync(HttpMethod.Post, "/queries/v1/query-request?requestId=a", new byte[8192], bench.Token);
        var inflated = await bench.SendAsync(HttpMethod.Post, "/queries/v1/query-request?requestId=b", bomb.ToArray(), bench.Token, gzip: true);

        Assert.Contains("larger", Bench.Message(large));
        Assert.Contains("larger", Bench.Message(inflated));
        Assert.Equal(2, (await bench.RecordsAsync<RequestRefused>()).Count);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("POST", "/queries/v1/query-request/")]
    [InlineData("POST", "/queries//v1/query-request")]
    [InlineData("POST", "/queries/v1/%71uery-request")]
    [InlineData("GET", "/oauth/authorize")]
    [InlineData("GET", "/chunks/AAAA/0")]
    [InlineData("POST", "/api/v2/statements")]
    public async Task Request_UnknownPath_IsNotForwarded(string method, string path)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address);

        using var response = await bench.RawAsync(new HttpMethod(method), path, null, null);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Empty(upstream.Requests);
        Assert.Equal(404, Assert.Single(await bench.RecordsAsync<RequestRefused>()).Status);
    }
}
