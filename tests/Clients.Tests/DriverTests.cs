using System.Text.Json.Nodes;

namespace Snowtrail.Clients.Tests;

/// <summary>Promise P1: what an unmodified driver sees through the gateway equals what it sees direct; and each statement is found.</summary>
public class DriverTests(ProductFixture product) : IClassFixture<ProductFixture>
{
    /// <summary>The scenario changes the schema, so it runs for the job that may.</summary>
    private const string Job = "schema-change";

    [Fact]
    public async Task Node_WholeScenario_EqualsDirect()
    {
        var key = await product.CreateKeyAsync("node-driver", Job);
        var direct = await (await Drivers.NodeAsync(product.Direct, "sandbox")).RunSandboxAsync();
        var through = await (await Drivers.NodeAsync(product.Gateway, key)).RunAsync();
        AssertSame(direct, through);
        await AssertRecordedAsync("node-driver", "JavaScript");
    }

    [Fact]
    public async Task Node_AddressThatEndsInASlash_Works()
    {
        var key = await product.CreateKeyAsync("slash-driver", null);
        var lines = await (await Drivers.NodeAsync(product.Gateway, key, "/")).RunAsync("one", "async");
        Assert.DoesNotContain(lines, line => line["error"] is not null);
        Assert.Contains(lines, line => (string?)line["step"] == "async");
    }

    [Theory]
    [InlineData("SNOWTRAIL_TEST_PYTHON", "ARROW")]
    [InlineData("SNOWTRAIL_TEST_PYTHON", "JSON")]
    [InlineData("SNOWTRAIL_TEST_PYTHON4", "ARROW")]
    [InlineData("SNOWTRAIL_TEST_PYTHON4", "JSON")]
    public async Task Python_WholeScenario_EqualsDirect(string variable, string format)
    {
        var agent = $"{variable}-{format}".Replace('_', '-').ToLowerInvariant();
        var key = await product.CreateKeyAsync(agent, Job);
        var direct = await Drivers.Python(product.Direct, "sandbox", variable, format).RunSandboxAsync();
        var through = await Drivers.Python(product.Gateway, key, variable, format).RunAsync();
        AssertSame(direct, through);
        await AssertRecordedAsync(agent, "PythonConnector");
    }

    [Theory]
    [InlineData("ARROW")]
    [InlineData("JSON")]
    public async Task Jdbc_Statements_EqualDirect(string format)
    {
        string[] statements =
        [
            "-e", "select 1 as one, 'a' as letter",
            "-e", "create or replace table shop.public.jdbc_test (id number(38,0), name varchar)",
            "-e", "insert into shop.public.jdbc_test values (1, 'one'), (2, 'two')",
            "-e", "update shop.public.jdbc_test set name = 'x' where id = 2",
            "-e", "select id, name from shop.public.jdbc_test order by id",
            "-e", "drop table shop.public.jdbc_test",
            "-e", "select * from shop.public.no_such_table",
            "-e", "select id, customer_id, amount from shop.public.orders order by id limit 20000",
        ];
        var agent = $"jdbc-{format.ToLowerInvariant()}";
        var key = await product.CreateKeyAsync(agent, Job);
        var direct = await Drivers.Jdbc(product.Direct, "sandbox", format).RunSandboxAsync(statements);
        var through = await Drivers.Jdbc(product.Gateway, key, format).RunAsync(statements);
        AssertSame(direct, through);
        Assert.Equal("closed", (string?)through[^1]["event"]);
        Assert.True((await product.SearchAsync($"user.name:{agent}", statements.Length / 2)).Count >= statements.Length / 2);
    }

    private async Task AssertRecordedAsync(string agent, string driver)
    {
        // The log-out is the session's last record, and records are indexed in the ledger's order: once it is found, so is the rest.
        await product.SearchAsync($"user.name:\"{agent}\" AND event.action:session-closed", 1, "session");
        var found = await product.SearchAsync($"user.name:\"{agent}\"", 15);
        var texts = found.Select(document => document.GetProperty("db").GetProperty("query").GetProperty("text").GetString()!).ToList();
        foreach (var part in new[] { "select 1 as one", "create or replace table", "insert into", "update shop", "delete from", "drop table", "no_such_table", "1/0", "generator", "42 as answer", "system$wait" })
        {
            Assert.Contains(texts, text => text.Contains(part, StringComparison.Ordinal));
        }

        Assert.Equal(found.Count, found.Select(document => document.GetProperty("event").GetProperty("id").GetString()).Distinct().Count());
        await product.SearchAsync($"user.name:\"{agent}\" AND event.action:session-opened AND snowflake.session.client.driver:{driver}", 1, "session");
    }

    /// <summary>Equal but for what no two runs share: query ids in messages, times, and the address of the server.</summary>
    private static void AssertSame(IReadOnlyList<JsonObject> direct, IReadOnlyList<JsonObject> through)
    {
        Assert.Equal(direct.Select(Plain), through.Select(Plain));
    }

    private static string Plain(JsonObject line)
    {
        var copy = line.DeepClone().AsObject();
        foreach (var volatileName in new[] { "ms", "queryId", "server", "driver" })
        {
            copy.Remove(volatileName);
        }

        return System.Text.RegularExpressions.Regex.Replace(copy.ToJsonString(), "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID");
    }
}
