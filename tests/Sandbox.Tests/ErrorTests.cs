using System.Text.Json.Nodes;

namespace Snowtrail.Sandbox.Tests;

public sealed class ErrorTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("selekt 1", "001003", "42000", "unexpected 'selekt'")]
    [InlineData("select 1 +", "001003", "42000", "syntax error")]
    [InlineData("select (1", "001003", "42000", "syntax error")]
    [InlineData("select 'open", "001003", "42000", "syntax error")]
    [InlineData("select * from nosuch", "002003", "42S02", "Object 'NOSUCH' does not exist or not authorized.")]
    [InlineData("drop table nosuch", "002003", "42S02", "NOSUCH")]
    [InlineData("select nosuch from customers", "000904", "42000", "error line 1 at position 7\ninvalid identifier 'NOSUCH'")]
    [InlineData("select 'abc'::number", "100038", "22018", "Numeric value 'abc' is not recognized")]
    [InlineData("select to_number('1x')", "100038", "22018", "Numeric value '1x' is not recognized")]
    [InlineData("select 'x'::date", "100040", "22007", "Date 'x' is not recognized")]
    [InlineData("select 1/0", "100051", "22012", "Division by zero")]
    [InlineData("select 1 % 0", "100051", "22012", "Division by zero")]
    [InlineData("select frobnicate(1)", "002140", "42601", "Unknown function FROBNICATE")]
    [InlineData("select system$frobnicate(1)", "002140", "42601", "Unknown function SYSTEM$FROBNICATE")]
    [InlineData("use database nosuch", "002043", "02000", "Object does not exist")]
    [InlineData("use role nosuch", "002043", "02000", "Object does not exist")]
    [InlineData("create table customers(i int)", "002002", "42710", "already exists")]
    [InlineData("insert into employees(id, name) values (null, 'x')", "100072", "22000", "NULL result in a non-nullable column")]
    [InlineData("put file:///tmp/x @s", "091003", "0A000", "PUT")]
    [InlineData("get @s file:///tmp/", "091003", "0A000", "GET")]
    [InlineData("copy into @s from customers", "091003", "0A000", "COPY INTO")]
    [InlineData("copy into 's3://b/x' from customers", "091003", "0A000", "COPY INTO")]
    [InlineData("select * from @s", "000002", "0A000", "stage")]
    [InlineData("create stage s", "000002", "0A000", "CREATE STAGE")]
    [InlineData("begin select 1; end", "000002", "0A000", "scripting")]
    [InlineData("alter session set nosuch = 1", "001420", "22023", "NOSUCH")]
    [InlineData("alter session set timezone = 'Mars/Olympus'", "001006", "22023", "TIMEZONE")]
    [InlineData("select ?", "002049", "42601", "Bind variable")]
    [InlineData("select $nosuch", "002211", "42601", "NOSUCH")]
    [InlineData("", "000900", "42601", "Empty")]
    public async Task Statement_Fails_AsSnowflakeSaysIt(string sql, string code, string sqlState, string message)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var answer = await client.EndAsync(sql);
        Assert.False((bool)answer["success"]!);
        Assert.Equal(code, (string)answer["code"]!);
        Assert.Equal(code, (string)answer["data"]!["errorCode"]!);
        Assert.Equal(sqlState, (string)answer["data"]!["sqlState"]!);
        Assert.Contains(message, (string)answer["message"]!, StringComparison.OrdinalIgnoreCase);
        Assert.True(Guid.TryParse((string)answer["data"]!["queryId"]!, out _));
    }

    [Fact]
    public async Task Name_ThatIsAPath_ReadsNoFile()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.csv");
        await File.WriteAllTextAsync(file, "a,b\n1,2\n");
        try
        {
            using var client = await DriverClient.LoginAsync(fixture.Server);
            Assert.False((bool)(await client.EndAsync($"select * from \"{file}\""))["success"]!);
            Assert.False((bool)(await client.EndAsync($"select * from identifier('\"{file}\"')"))["success"]!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Error_InsideMonitoring_IsShown()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var id = (string)(await client.EndAsync("select * from nosuch"))["data"]!["queryId"]!;
        JsonNode query = (await client.GetAsync("/monitoring/queries/" + id))["data"]!["queries"]![0]!;
        Assert.Equal("FAILED_WITH_ERROR", (string)query["status"]!);
        Assert.Equal("002003", (string)query["errorCode"]!);
    }
}
