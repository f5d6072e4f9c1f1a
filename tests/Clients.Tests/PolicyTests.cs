using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Snowtrail.Clients.Tests;

/// <summary>The three policies every reader tries first, on the wire, with unmodified drivers and the sample policy.</summary>
public partial class PolicyTests(ProductFixture product) : IClassFixture<ProductFixture>
{
    [Theory]
    [InlineData("create table shop.public.policy_test (id number)")]
    [InlineData("create or replace temporary table shop.public.policy_test as select 1 as one")]
    [InlineData("drop table shop.public.orders")]
    [InlineData("alter table shop.public.orders add column x varchar")]
    [InlineData("/* {\"job\":\"schema-change\"} */ create table shop.public.policy_test (id number)")]
    public async Task Ddl_WithoutTheChangeJob_IsRefusedNatively(string sql)
    {
        var answer = await AskNodeAsync("ddl-agent", null, sql);
        AssertRefused(answer, "ddl");
    }

    [Fact]
    public async Task Ddl_ByAJobThatIsOnlyClaimed_IsRefused()
    {
        var key = await product.CreateKeyAsync("claiming-agent", null);
        var node = await Drivers.NodeAsync(product.Gateway, key);
        var lines = await node.With("QUERY_TAG", "schema-change").RunAsync("create table shop.public.policy_test (id number)");
        AssertRefused(lines.Single(line => (string?)line["step"] is not ("connect" or "logout")), "ddl");
    }

    [Theory]
    [InlineData("alter session set timezone = 'UTC'")]
    [InlineData("use schema shop.public")]
    [InlineData("set v = 1")]
    [InlineData("begin")]
    public async Task SessionStatements_WithoutAJob_AreNotDdl(string sql)
    {
        var answer = await AskNodeAsync("session-agent", null, sql);
        Assert.Null(answer["error"]);
    }

    [Theory]
    [InlineData("selec 1")]
    [InlineData("execute immediate 'drop table shop.public.orders'")]
    public async Task WhatCannotBeClassified_IsRefusedAndSaysSo(string sql)
    {
        var answer = await AskNodeAsync("typo-agent", null, sql);
        AssertRefused(answer, "");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("nightly-report", true)]
    [InlineData("finance-close", false)]
    public async Task Cards_InJsonInlineAndChunks_AreMaskedForAllButFinance(string? job, bool masked)
    {
        var key = await product.CreateKeyAsync("card-agent", job);
        var lines = await (await Drivers.NodeAsync(product.Gateway, key)).RunAsync(
            "select card_number from shop.public.cards order by customer_id limit 5",
            "select c.card_number as anything, g.n from shop.public.cards c cross join (select seq4() as n from table(generator(rowcount => 2))) g");
        foreach (var line in lines.Where(line => line["rows"] is not null))
        {
            var cells = line["rows"]!.AsArray().Select(row => (string?)(row!["CARD_NUMBER"] ?? row["ANYTHING"])).ToList();
            Assert.NotEmpty(cells);
            Assert.All(cells, cell => Assert.Matches(masked ? Masked() : Clear(), cell!));
        }
    }

    [Theory]
    [InlineData("ARROW")]
    [InlineData("JSON")]
    public async Task Cards_ThroughPython_AreMaskedInBothFormats(string format)
    {
        var key = await product.CreateKeyAsync("python-card-agent", null);
        var lines = await Drivers.Python(product.Gateway, key, "SNOWTRAIL_TEST_PYTHON", format).RunAsync(
            "select card_number from shop.public.cards order by customer_id limit 5",
            "select card_number from shop.public.cards c cross join (select seq4() as n from table(generator(rowcount => 2))) g");
        var cells = lines.Where(line => line["rows"] is not null).SelectMany(line => line["rows"]!.AsArray()).Select(row => (string?)row![0]).ToList();
        Assert.True(cells.Count > 5);
        Assert.All(cells, cell => Assert.Matches(Masked(), cell!));
    }

    [Theory]
    [InlineData("select substr(card_number, 1, 6) as x from shop.public.cards limit 3")]
    [InlineData("select to_number(card_number) as x from shop.public.cards limit 3")]
    [InlineData("select base64_encode(card_number) as x from shop.public.cards limit 3")]
    [InlineData("with w as (select card_number as y from shop.public.cards) select left(y, 8) as x from w limit 3")]
    [InlineData("select listagg(card_number, '') as x from (select card_number from shop.public.cards limit 2)")]
    public async Task Cards_InAnotherForm_AreNullOrRefused(string sql)
    {
        var answer = await AskNodeAsync("form-agent", null, sql);
        if (answer["error"] is null)
        {
            Assert.All(answer["rows"]!.AsArray(), row => Assert.True(row!["X"] is null || Masked().IsMatch((string)row["X"]!), $"{sql}: {row}"));
        }
        else
        {
            AssertRefused(answer, "card");
        }
    }

    [Fact]
    public async Task PiiRead_Approved_RunsWhileTheDriverPolls()
    {
        var key = await product.CreateKeyAsync("pii-agent", null);
        var running = (await Drivers.NodeAsync(product.Gateway, key)).RunAsync("select id, name from shop.public.customers order by id limit 3");
        var held = await HeldAsync("pii-agent");
        var (code, output, error) = await product.VerbAsync("approvals", "approve", held.GetProperty("id").GetString()!, "--reason", "ticket 42");
        Assert.True(code == 0, error);
        Assert.Contains("approved", output, StringComparison.Ordinal);
        var answer = (await running).Single(line => line["rows"] is not null);
        Assert.Equal(3, answer["rows"]!.AsArray().Count);

        var found = Assert.Single(await product.SearchAsync("user.name:\"pii-agent\"", 1));
        Assert.Equal("success", found.GetProperty("event").GetProperty("outcome").GetString());
        Assert.Contains("ticket 42", found.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PiiRead_Denied_IsANativeErrorWithTheReason()
    {
        var key = await product.CreateKeyAsync("denied-agent", null);
        var running = (await Drivers.NodeAsync(product.Gateway, key)).RunAsync("select count(*) as n from shop.public.employees");
        var held = await HeldAsync("denied-agent");
        var (code, _, error) = await product.VerbAsync("approvals", "deny", held.GetProperty("id").GetString()!, "--reason", "not on a Thursday");
        Assert.True(code == 0, error);
        var answer = (await running).Single(line => line["error"] is not null);
        AssertRefused(answer, "pii");
        Assert.Contains("not on a Thursday", (string?)answer["error"]!["message"], StringComparison.Ordinal);

        var again = await product.VerbAsync("approvals", "approve", held.GetProperty("id").GetString()!, "--reason", "too late");
        Assert.NotEqual(0, again.ExitCode);
        Assert.StartsWith("snowtrail: ", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PiiDescribe_WithoutApproval_IsAnsweredAndRecordedAsSuch()
    {
        var key = await product.CreateKeyAsync("describing-agent", null);
        var lines = await Drivers.Python(product.Gateway, key, "SNOWTRAIL_TEST_PYTHON4", "JSON").RunAsync("describe:select * from shop.public.customers");
        Assert.Contains(lines, line => line["columns"]?.AsArray().Count > 3);
        var found = await product.SearchAsync("user.name:\"describing-agent\" AND snowflake.query.describe_only:true", 1);
        Assert.Single(found);
    }

    private async Task<JsonObject> AskNodeAsync(string agent, string? job, string sql)
    {
        var key = await product.CreateKeyAsync(agent, job);
        var lines = await (await Drivers.NodeAsync(product.Gateway, key)).RunAsync(sql);
        var answers = lines.Where(line => (string?)line["step"] == sql).ToList();
        Assert.True(answers.Count == 1, $"The driver said: {string.Join(", ", lines.Select(line => line.ToJsonString()))}");
        return answers[0];
    }

    private async Task<JsonElement> HeldAsync(string agent)
    {
        for (var attempt = 0; attempt < 150; attempt++)
        {
            var (code, output, error) = await product.VerbAsync("approvals", "list", "--json");
            Assert.True(code == 0, error);
            var mine = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(held => held.GetProperty("agent").GetString() == agent).ToList();
            if (mine.Count > 0)
            {
                return Assert.Single(mine);
            }

            await Task.Delay(100);
        }

        Assert.Fail($"Nothing of {agent} waits.");
        return default;
    }

    private static void AssertRefused(JsonObject answer, string ruleWord)
    {
        var error = answer["error"];
        Assert.True(error is not null, $"not refused: {answer}");
        Assert.Equal("42501", (string?)error["sqlState"]);
        Assert.Equal("003001", ((string?)error["code"])!.PadLeft(6, '0'));
        Assert.Contains(ruleWord, (string?)error["message"], StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^[*\- ]+\d{4}$")]
    private static partial Regex Masked();

    [GeneratedRegex(@"^\d[\d\- ]{11,}\d$")]
    private static partial Regex Clear();
}
