using System.Text.Json.Nodes;

namespace Snowtrail.Sandbox.Tests;

public sealed class BindTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("FIXED", "10", "10")]
    [InlineData("FIXED", "-1.50", "-1.50")]
    [InlineData("FIXED", "12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    [InlineData("REAL", "0.1", "0.1")]
    [InlineData("REAL", "NaN", "NaN")]
    [InlineData("TEXT", "it's \\ é", "it's \\ é")]
    [InlineData("BOOLEAN", "True", "1")]
    [InlineData("BOOLEAN", "false", "0")]
    [InlineData("BINARY", "48FF", "48FF")]
    [InlineData("DATE", "1704067200000", "19723")]
    [InlineData("TIME", "49530123000000", "49530.123000000")]
    [InlineData("TIMESTAMP_NTZ", "1700000000123000000", "1700000000.123000000")]
    [InlineData("TIMESTAMP_NTZ", "1700000000123456789", "1700000000.123456789")]
    [InlineData("TIMESTAMP_NTZ", "-500000000", "-0.500000000")]
    [InlineData("TIMESTAMP_LTZ", "1700000000000000000", "1700000000.000000000")]
    [InlineData("TIMESTAMP_TZ", "1700000000000000000 1500", "1700000000.000000000")]
    [InlineData("VARIANT", "{\"a\":1}", "{\"a\":1}")]
    [InlineData("ANY", null, "NULL")]
    [InlineData("TEXT", null, "NULL")]
    [InlineData("FIXED", null, "NULL")]
    public async Task Bind_EachType_ComesBack(string type, string? value, string cell)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal([cell], await client.RowsAsync("select ?", Binds(("1", type, value))));
    }

    [Theory]
    [InlineData("FIXED", "1; drop table customers")]
    [InlineData("REAL", "1) --")]
    [InlineData("DATE", "0x")]
    [InlineData("TIMESTAMP_NTZ", "now()")]
    public async Task Bind_BadNumber_IsAnErrorNotSql(string type, string value)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal("100038", (string)(await client.EndAsync("select ?", Binds(("1", type, value))))["code"]!);
    }

    [Fact]
    public async Task Bind_TextWithQuotes_StaysText()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal(["x', (select max(ssn) from customers), 'y"], await client.RowsAsync("select ?", Binds(("1", "TEXT", "x', (select max(ssn) from customers), 'y"))));
    }

    [Theory]
    [InlineData("select :2, :1")]
    [InlineData("select :second, :first")]
    public async Task Bind_NumberedAndNamed(string sql)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var binds = sql.Contains(":2", StringComparison.Ordinal)
            ? Binds(("1", "TEXT", "a"), ("2", "TEXT", "b"))
            : Binds(("first", "TEXT", "a"), ("second", "TEXT", "b"));
        Assert.Equal(["b|a"], await client.RowsAsync(sql, binds));
    }

    [Fact]
    public async Task Bind_Identifier_IsAName()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal(["20000"], await client.RowsAsync("select count(*) from identifier(?)", Binds(("1", "TEXT", "shop.public.customers"))));
    }

    [Fact]
    public async Task Batch_Insert_IsOneAnswerWithTheTotal()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create temp table b(i int, s varchar)");
        var numbers = new JsonArray([.. Enumerable.Range(0, 2500).Select(n => (JsonNode)n.ToString())]);
        var texts = new JsonArray([.. Enumerable.Range(0, 2500).Select(n => n % 2 == 0 ? null : (JsonNode)("t" + n))]);
        var binds = new JsonObject
        {
            ["bindings"] = new JsonObject
            {
                ["1"] = new JsonObject { ["type"] = "FIXED", ["value"] = numbers },
                ["2"] = new JsonObject { ["type"] = "TEXT", ["value"] = texts },
            },
        };
        var data = await client.DataAsync("insert into b values (?, ?)", binds);
        Assert.Equal(["2500"], DriverClient.Rows(data));
        Assert.Equal(2500, (int)data["stats"]!["numRowsInserted"]!);
        Assert.Equal(["2500|1250|3123750"], await client.RowsAsync("select count(*), count(s), sum(i) from b"));
    }

    [Fact]
    public async Task Batch_FailingRow_LeavesNothing()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create temp table bad(i int)");
        var binds = new JsonObject { ["bindings"] = new JsonObject { ["1"] = new JsonObject { ["type"] = "TEXT", ["value"] = new JsonArray("1", "2", "x") } } };
        Assert.Equal("100038", (string)(await client.EndAsync("insert into bad values (?)", binds))["code"]!);
        Assert.Equal(["0"], await client.RowsAsync("select count(*) from bad"));
    }

    private static JsonObject Binds(params (string Key, string Type, string? Value)[] values)
    {
        var map = new JsonObject();
        foreach (var (key, type, value) in values)
        {
            map[key] = new JsonObject { ["type"] = type, ["value"] = value };
        }

        return new JsonObject { ["bindings"] = map };
    }
}
