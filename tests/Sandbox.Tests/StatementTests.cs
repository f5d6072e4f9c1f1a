namespace Snowtrail.Sandbox.Tests;

public sealed class StatementTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Dml_TellsCountsInSnowflakesColumns()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var ddl = await client.DataAsync("create temp table t(i int, s varchar)");
        Assert.Equal(["Table T successfully created."], DriverClient.Rows(ddl));
        await Check(client, "insert into t values (1,'a'),(2,'b'),(3,'c')", 0x3100, ["number of rows inserted"], "3");
        await Check(client, "update t set t.s = 'z' where i < 3", 0x3200, ["number of rows updated", "number of multi-joined rows updated"], "2|0");
        await Check(
            client,
            "merge into t using (select 3 as i union all select 4) s on t.i = s.i when matched then update set t.s = 'm' when not matched then insert (i) values (s.i)",
            0x3400,
            ["number of rows inserted", "number of rows updated"],
            "1|1");
        await Check(client, "delete from t where i = 1", 0x3300, ["number of rows deleted"], "1");
        Assert.Equal(["2|z", "3|m", "4|NULL"], await client.RowsAsync("select * from t order by i"));
    }

    [Theory]
    [InlineData("select count(*), 1 + 1, 'a', upper(name) u, id from customers group by all limit 1", "COUNT(*)|1 + 1|'A'|U|ID")]
    [InlineData("select * from (select iff(true, 1, 2))", "IFF(TRUE, 1, 2)")]
    [InlineData("select current_database(), null, case when true then 1 end, id::varchar from customers limit 1", "CURRENT_DATABASE()|NULL|CASE WHEN TRUE THEN 1 END|ID::VARCHAR")]
    [InlineData("select listagg(city) within group (order by id) from customers", "LISTAGG(CITY) WITHIN GROUP (ORDER BY ID)")]
    public async Task Columns_AreNamedAsSnowflakeDoes(string sql, string names)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        Assert.Equal(names.Split('|'), (await client.DataAsync(sql))["rowtype"]!.AsArray().Select(c => (string)c!["name"]!));
    }

    [Theory]
    [InlineData("select iff(1 > 2, 'a', 'b'), nvl(null, 3), nvl2(1, 2, 3), decode(2, 1, 'x', 2, 'y')", "b|3|2|y")]
    [InlineData("select dateadd(day, 1, '2024-02-28'::date), datediff(month, '2024-01-31', '2024-03-01')", "19782|2")]
    [InlineData("select to_varchar(12.5), to_char('2024-01-02'::date, 'DD.MM.YYYY'), to_number('12'), to_number('1.25', 10, 2)", "12.5|02.01.2024|12|1.25")]
    [InlineData("select base64_encode('x'), hex_encode('x'), base64_decode_string('eA=='), hex_decode_string('78')", "eA==|78|x|x")]
    [InlineData("select object_construct('a', 1, 'b', null), array_construct(1, 'x'), parse_json('{\"a\":{\"b\":\"q\"}}'):a.b::string", "{\"a\":1}|[1,\"x\"]|q")]
    [InlineData("select listagg(n, ',') within group (order by n desc), array_agg(n) from (select 1 n union all select 2)", "2,1|*")]
    [InlineData("select 'ABC' ilike '%b%', charindex('b', 'abc'), startswith('abc', 'a'), len('é')", "1|2|1|1")]
    [InlineData("select zeroifnull(null), 7 % 4, 5::number(5,1), '2'::int + 1", "0|3|5.0|3")]
    [InlineData("select count(*), min(s), max(length(r)), min(u) >= 5, max(u) <= 9 from (select seq8() s, randstr(12, random()) r, uniform(5, 9, random()) u from table(generator(rowcount => 500)))", "500|0|12|1|1")]
    [InlineData("select count(distinct r) from (select random() r from table(generator(rowcount => 100)))", "100")]
    [InlineData("select uniform(1, 1000000, random(42)) = uniform(1, 1000000, random(42))", "1")]
    [InlineData("select top 2 id from customers order by id desc", "20000")]
    [InlineData("select id from shop.public.customers minus select id from customers where id > 1", "1")]
    [InlineData("select \"ID\" from \"SHOP\".\"PUBLIC\".\"CUSTOMERS\" where id = 3 -- end", "3")]
    [InlineData("select $$it's$$ // comment", "it's")]
    [InlineData("select 'a\\'b''c\\n'", "a'b'c\n")]
    [InlineData("select convert_timezone('UTC', 'America/New_York', '2024-01-01 12:00:00'::timestamp_ntz)", "1704092400.000000000")]
    public async Task Functions_GiveSnowflakesResult(string sql, string row)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var actual = (await client.RowsAsync(sql))[0];
        Assert.Equal(row.Replace("*", actual.Split('|')[^1], StringComparison.Ordinal), actual);
    }

    [Fact]
    public async Task Use_And_Current_Follow()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create database if not exists other");
        var data = await client.DataAsync("create schema other.s1");
        Assert.Equal("OTHER|S1", $"{data["finalDatabaseName"]}|{data["finalSchemaName"]}");
        await client.DataAsync("create table here(i int)");
        Assert.Equal(["OTHER|S1|COMPUTE_WH|PUBLIC|SANDBOX"], await client.RowsAsync("select current_database(), current_schema(), current_warehouse(), current_role(), current_user()"));
        await client.DataAsync("use role sysadmin");
        await client.DataAsync("use shop.public");
        Assert.Equal(["0"], await client.RowsAsync("select count(*) from other.s1.here"));
        await client.DataAsync("drop schema other.s1");
        await client.DataAsync("drop database other");
        Assert.Equal("002043", (string)(await client.EndAsync("use database other"))["code"]!);
        Assert.Equal("SYSADMIN", (string)(await client.DataAsync("select 1"))["finalRoleName"]!);
    }

    [Fact]
    public async Task Transactions_CommitAndRollBack()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        using var other = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create or replace table tx(i int)");
        await client.DataAsync("begin");
        await client.DataAsync("insert into tx values (1)");
        Assert.Equal(["0"], await other.RowsAsync("select count(*) from tx"));
        await client.DataAsync("rollback");
        Assert.Equal(["0"], await client.RowsAsync("select count(*) from tx"));
        await client.DataAsync("alter session set autocommit = false");
        await client.DataAsync("insert into tx values (2)");
        Assert.Equal(["0"], await other.RowsAsync("select count(*) from tx"));
        await client.DataAsync("commit");
        Assert.Equal(["1"], await other.RowsAsync("select count(*) from tx"));
    }

    [Fact]
    public async Task TemporaryTable_IsTheSessionsOwn()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        using var other = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("create temporary table mine as select 1 as a");
        Assert.Equal(["1"], await client.RowsAsync("select a from shop.public.mine"));
        Assert.Equal("002003", (string)(await other.EndAsync("select * from mine"))["code"]!);
    }

    [Fact]
    public async Task Parameters_AreSetShownAndAnnounced()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server, parameters: new() { ["QUERY_TAG"] = "from-login" });
        Assert.Equal(["QUERY_TAG|from-login||SESSION||STRING"], await client.RowsAsync("show parameters like 'query_tag' in session"));
        var data = await client.DataAsync("alter session set query_tag = 'x', timezone = 'America/New_York'");
        Assert.Contains(data["parameters"]!.AsArray(), p => (string)p!["name"]! == "TIMEZONE" && (string)p["value"]! == "America/New_York");
        Assert.Equal(["1704085200.000000000"], await client.RowsAsync("select '2024-01-01 00:00:00'::timestamp_ltz"));
        await client.DataAsync("alter session unset timezone");
        Assert.Equal(["1704067200.000000000"], await client.RowsAsync("select '2024-01-01 00:00:00'::timestamp_ltz"));
    }

    [Fact]
    public async Task Variables_AreSetReadAndUnset()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        await client.DataAsync("set v = 5");
        await client.DataAsync("set (a, b) = ('it''s', 1.5)");
        Assert.Equal(["6|it's|1.5"], await client.RowsAsync("select $v + 1, $a, getvariable('B')"));
        await client.DataAsync("unset v");
        Assert.Equal("002211", (string)(await client.EndAsync("select $v"))["code"]!);
    }

    [Theory]
    [InlineData("show databases", "SHOP")]
    [InlineData("show schemas in database shop", "PUBLIC")]
    [InlineData("show tables like 'cust%' in schema shop.public", "CUSTOMERS")]
    [InlineData("show terse objects in account", "ORDERS")]
    [InlineData("show columns in table shop.public.cards", "CARD_NUMBER")]
    [InlineData("show warehouses", "COMPUTE_WH")]
    [InlineData("show roles", "PUBLIC")]
    [InlineData("describe table employees", "SALARY|NUMBER(10,2)|COLUMN|Y")]
    [InlineData("desc table shop.public.customers", "NAME|VARCHAR(16777216)|COLUMN|N")]
    [InlineData("select table_name, row_count from information_schema.tables", "EMPLOYEES|1000")]
    [InlineData("select column_name, data_type, is_nullable from shop.information_schema.columns c where c.table_name = 'CARDS'", "EXPIRES|DATE|YES")]
    [InlineData("explain select 1", "PROJECTION")]
    public async Task Catalog_IsShown(string sql, string part)
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        var data = await client.DataAsync(sql);
        Assert.Equal("json", (string)data["queryResultFormat"]!);
        Assert.Contains(part, string.Join('\n', DriverClient.Rows(data)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ddl_TablesAndViews_CanBeMadeChangedAndDropped()
    {
        using var client = await DriverClient.LoginAsync(fixture.Server);
        foreach (var sql in new[]
        {
            "create or replace table x1(id int not null primary key, s string(20) default 'd' comment 'c', v variant) cluster by (id) comment = 'c'",
            "insert into x1(id) values (1)",
            "alter table x1 add column z number(5,1)",
            "alter table x1 rename column z to y",
            "alter table x1 drop column v",
            "create or replace view xv(a, b) as select id, s from x1",
            "create table x2 like x1",
            "create table x3 clone x1",
            "truncate table x3",
            "create table if not exists x3(i int)",
        })
        {
            await client.DataAsync(sql);
        }

        Assert.Equal(["1|d"], await client.RowsAsync("select * from xv"));
        Assert.Equal(["0|0"], await client.RowsAsync("select (select count(*) from x2), (select count(*) from x3)"));
        Assert.Equal(["XV successfully dropped."], await client.RowsAsync("drop view xv"));
        await client.DataAsync("alter table x1 rename to x9");
        foreach (var table in new[] { "x2", "x3", "x9" })
        {
            await client.DataAsync("drop table " + table);
        }

        Assert.Equal("002003", (string)(await client.EndAsync("select * from x9"))["code"]!);
    }

    private static async Task Check(DriverClient client, string sql, int type, string[] columns, string row)
    {
        var data = await client.DataAsync(sql);
        Assert.Equal(type, (int)data["statementTypeId"]!);
        Assert.Equal(columns, data["rowtype"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.All(data["rowtype"]!.AsArray(), c => Assert.Equal("fixed", (string)c!["type"]!));
        Assert.Equal([row], DriverClient.Rows(data));
    }
}
