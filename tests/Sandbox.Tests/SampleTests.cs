using Snowtrail.Sandbox.Samples;

namespace Snowtrail.Sandbox.Tests;

public sealed class SampleTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Shop_HasAHundredThousandRows()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal(
            ["20000|24000|55000|1000"],
            await client.RowsAsync("select (select count(*) from customers), (select count(*) from cards), (select count(*) from orders), (select count(*) from employees)"));
    }

    [Fact]
    public async Task CardNumbers_PassLuhn()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var numbers = await client.RowsAsync("select card_number from cards order by id limit 90");
        Assert.Equal(90, numbers.Distinct().Count());
        Assert.All(numbers, number => Assert.Equal(number[^1], CardNumbers.CheckDigit(number.AsSpan(0, number.Length - 1))));
    }

    [Fact]
    public async Task Cards_BelongToCustomers()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal(["24000"], await client.RowsAsync("select count(*) from cards c join customers u on u.id = c.customer_id"));
    }

    [Fact]
    public async Task Sample_IsTheSameEveryTime()
    {
        const string Sql = "select hash(listagg(card_number, '') within group (order by id)) from cards";
        await using var second = await SandboxFixture.StartAsync();
        using var a = await DriverClient.LoginAsync(fixture.Server);
        using var b = await DriverClient.LoginAsync(second);
        Assert.Equal(await a.RowsAsync(Sql), await b.RowsAsync(Sql));
    }

    [Theory]
    [InlineData("411111111111111", '1')]
    [InlineData("37828224631000", '5')]
    public void CheckDigit_KnownNumbers_Match(string digits, char check) => Assert.Equal(check, CardNumbers.CheckDigit(digits));

    [Fact]
    public async Task DataDirectory_KeepsWhatWasWritten()
    {
        var directory = Directory.CreateTempSubdirectory("sandbox-tests-").FullName;
        try
        {
            await using (var first = await SandboxFixture.StartAsync(o => o.DataDirectory = directory))
            {
                using var client = await DriverClient.LoginAsync(first);
                await client.DataAsync("create table kept as select 42 as a");
                await client.DataAsync("create database d2");
                await client.DataAsync("create table d2.public.k2(o object)");
            }

            await using var again = await SandboxFixture.StartAsync(o => o.DataDirectory = directory);
            using var later = await DriverClient.LoginAsync(again);
            Assert.Equal(["42"], await later.RowsAsync("select a from kept"));
            Assert.Equal("object", (string)(await later.DataAsync("select o from d2.public.k2"))["rowtype"]![0]!["type"]!);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
