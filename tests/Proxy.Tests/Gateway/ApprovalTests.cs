using Snowtrail.Proxy.Approval;
using Snowtrail.Proxy.Policy;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Tests.Gateway;

[Collection(nameof(SandboxCollection))]
public class ApprovalTests(SandboxFixture fixture)
{
    private const string Pii = "select count(*) from customers";

    [Fact]
    public async Task Held_Approved_RunsAndTheDriverSeesOneSlowQuery()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy);
        await bench.LoginAsync();

        var first = await bench.QueryAsync(Pii);
        var held = Assert.Single(bench.Gateway.Approvals.List());
        var poll = await bench.GetAsync(first.GetProperty("data").GetProperty("getResultUrl").GetString()!);
        Assert.Equal(ApprovalResult.ByRequester, await bench.Gateway.Approvals.ApproveAsync(held.Id, "agent-7", "me"));
        Assert.Equal(ApprovalResult.Decided, await bench.Gateway.Approvals.ApproveAsync(held.Id, "ann", "monthly report"));
        Assert.Equal(ApprovalResult.NotWaiting, await bench.Gateway.Approvals.DenyAsync(held.Id, "bob", "too late"));
        var result = await PollAsync(bench, first);

        Assert.Equal(("333333", "333333"), (Bench.Code(first), Bench.Code(poll)));
        Assert.Equal("20000", Bench.Row(result)[0]);
        Assert.Contains("SHOP.PUBLIC.CUSTOMERS", held.Reads);
        var kinds = (await bench.RecordsAsync()).Select(one => one.Body.GetType().Name).Where(name => name is not "GatewayStarted" and not "SessionOpened");
        Assert.Equal(["StatementRequested", "ApprovalRequested", "ApprovalDecided", "StatementCompleted"], kinds);
        var decided = Assert.Single(await bench.RecordsAsync<ApprovalDecided>());
        Assert.Equal((ApprovalOutcome.Approved, "ann", "monthly report"), (decided.Outcome, decided.DecidedBy, decided.Reason));
        Assert.True(Assert.Single(await bench.RecordsAsync<StatementCompleted>()).HeldMicros > 0);
    }

    [Fact]
    public async Task Held_Denied_TellsRuleReasonAndWhomToAsk()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var bench = await Bench.StartAsync(upstream.Address, Sample.Policy);
        await bench.LoginAsync();

        var first = await bench.QueryAsync("select * from shop.public.customers");
        await bench.Gateway.Approvals.DenyAsync(bench.Gateway.Approvals.List()[0].Id, "ann", "not today");
        var result = await PollAsync(bench, first);

        Assert.Equal("003001", Bench.Code(result));
        Assert.All(new[] { "pii-needs-approval", "not today", "privacy@shop.example" }, word => Assert.Contains(word, Bench.Message(result)));
        Assert.DoesNotContain(upstream.Requests, one => one.Path == "/queries/v1/query-request");
        Assert.Equal(StatementOutcome.Refused, Assert.Single(await bench.RecordsAsync<StatementCompleted>()).Outcome);
    }

    [Fact]
    public async Task Held_NobodyDecides_ExpiresToARefusal()
    {
        var policy = PolicySnapshot.Parse(SamplePolicy.Yaml.Replace("expires: 15m", "expires: 1s", StringComparison.Ordinal)).Snapshot;
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, policy);
        await bench.LoginAsync();

        var result = await bench.RunAsync(Pii);

        Assert.Equal("003001", Bench.Code(result));
        Assert.Contains("expired", Bench.Message(result));
        Assert.Empty(bench.Gateway.Approvals.List());
        Assert.Equal(ApprovalOutcome.Expired, Assert.Single(await bench.RecordsAsync<ApprovalDecided>()).Outcome);
    }

    [Fact]
    public async Task Held_Cancelled_CannotBeApprovedAnyMore()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy);
        await bench.LoginAsync();
        var id = Guid.NewGuid().ToString();

        var first = await bench.QueryAsync(Pii, id);
        var held = bench.Gateway.Approvals.List()[0];
        await bench.PostAsync($"/queries/v1/abort-request?requestId={Guid.NewGuid()}", new { requestId = id }, bench.Token);

        Assert.Equal(ApprovalResult.NotWaiting, await bench.Gateway.Approvals.ApproveAsync(held.Id, "ann", "ok"));
        Assert.Equal("000604", Bench.Code(await PollAsync(bench, first)));
        Assert.Equal(StatementOutcome.Cancelled, Assert.Single(await bench.RecordsAsync<StatementCompleted>()).Outcome);
    }

    [Fact]
    public async Task Held_SessionEnds_TheHoldEnds()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy);
        await bench.LoginAsync();
        await bench.QueryAsync(Pii);
        var held = bench.Gateway.Approvals.List()[0];

        await bench.PostAsync("/session?delete=true", new { }, bench.Token);

        for (var i = 0; i < 50 && bench.Gateway.Approvals.List().Count > 0; i++)
            await Task.Delay(100);
        Assert.Equal(ApprovalResult.NotWaiting, await bench.Gateway.Approvals.ApproveAsync(held.Id, "ann", "ok"));
    }

    [Fact]
    public async Task Held_ContextChangesMeanwhile_TheApprovalDoesNotCount()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy);
        await bench.LoginAsync();

        var first = await bench.QueryAsync(Pii);
        Assert.True((await bench.RunAsync("use role sysadmin")).GetProperty("success").GetBoolean());
        await bench.Gateway.Approvals.ApproveAsync(bench.Gateway.Approvals.List()[0].Id, "ann", "ok");

        Assert.Contains("changed while", Bench.Message(await PollAsync(bench, first)));
    }

    [Fact]
    public async Task Held_AsyncApproved_IsReadByResultScanWithoutAskingAgain()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy);
        await bench.LoginAsync();

        var begun = await bench.QueryAsync(Pii, asyncExec: true);
        var id = begun.GetProperty("data").GetProperty("queryId").GetString();
        await bench.Gateway.Approvals.ApproveAsync(bench.Gateway.Approvals.List()[0].Id, "ann", "ok");
        for (var status = ""; status != "SUCCESS"; await Task.Delay(50))
            status = (await bench.GetAsync($"/monitoring/queries/{id}")).GetProperty("data").GetProperty("queries")[0].GetProperty("status").GetString();

        Assert.Equal("20000", Bench.Row(await bench.RunAsync($"select * from table(result_scan('{id}'))"))[0]);
        Assert.Single(await bench.RecordsAsync<ApprovalRequested>());
    }

    [Fact]
    public async Task Held_DescribeOnly_IsAnsweredAndRecordedAsSuch()
    {
        await using var bench = await Bench.StartAsync(fixture.Sandbox.Address, Sample.Policy);
        await bench.LoginAsync();

        var answer = await bench.PostAsync("/queries/v1/query-request?requestId=d", new { sqlText = "select * from customers", describeOnly = true }, bench.Token);

        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.True(Assert.Single(await bench.RecordsAsync<StatementRequested>()).DescribeOnly);
    }

    private static async Task<System.Text.Json.JsonElement> PollAsync(Bench bench, System.Text.Json.JsonElement answer)
    {
        while (Bench.Code(answer) is "333333" or "333334")
            answer = await bench.GetAsync(answer.GetProperty("data").GetProperty("getResultUrl").GetString()!);
        return answer;
    }
}
