using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

/// <summary>Ways to bring a card number out under another name, and ways that must not be taken for one.</summary>
public sealed class LaunderingTests
{
    [Theory]
    [InlineData("create temp table x as select card_number c from cards", "select c from x")]
    [InlineData("create temp table x as select card_number c from cards", "select * from x")]
    [InlineData("create temp table x as select * from cards", "select card_number from x")]
    [InlineData("create temp table x as select * from cards", "select * from x")]
    [InlineData("create view v as select card_number from cards", "select substr(card_number, 2) from v")]
    [InlineData("create view v (a) as select card_number from cards", "select a from v")]
    [InlineData("create table x clone cards", "select card_number from x")]
    [InlineData("create table x (a varchar, b varchar); insert into x select 1, card_number from cards", "select b from x")]
    [InlineData("insert into orders select card_number from cards", "select note from orders")]
    [InlineData("insert into orders (note) select card_number from cards", "select note from orders")]
    [InlineData("insert all into orders (note) values (n) select card_number n from cards", "select note from orders")]
    [InlineData("update orders set note = c.card_number from cards c where c.id = orders.id", "select note from orders")]
    [InlineData("merge into orders o using cards c on o.id = c.id when matched then update set note = c.card_number", "select note from orders")]
    [InlineData("merge into orders o using cards c on o.id = c.id when not matched then insert (note) values (c.card_number)", "select note from orders")]
    [InlineData("merge into orders o using cards c on o.id = c.id when not matched then insert all by name", "select note from orders")]
    [InlineData("create view v as select * from orders; insert into orders (note) select card_number from cards", "select note from v")]
    [InlineData("create view v as select * from orders; insert into orders (note) select card_number from cards", "select * from v")]
    [InlineData("alter table cards rename to plain", "select card_number from plain")]
    [InlineData("create table x as select card_number c from cards; alter table x rename to y; create table x (c int)", "select c from y")]
    [InlineData("alter table cards swap with plain", "select card_number from plain")]
    [InlineData("alter table cards rename column card_number to n", "select n from cards")]
    [InlineData("create schema s2 clone public", "select card_number from s2.cards")]
    [InlineData("create database d2 clone shop", "select card_number from d2.public.cards")]
    [InlineData("create table x as select card_number c from cards; drop table x; undrop table x", "select c from x")]
    [InlineData("create stream s on table cards", "select card_number from s")]
    [InlineData("set v = (select max(card_number) from cards)", "select $v")]
    [InlineData("set v = (select max(card_number) from cards); create table x as select $v c", "select c from x")]
    [InlineData("copy into @~/t/ from cards", "select $1 from @~/t/")]
    [InlineData("copy into @st/t/ from (select card_number from cards); copy into orders from @st", "select note from orders")]
    [InlineData("create function f() returns table (c varchar) as 'select card_number from cards'", "select * from table(f())")]
    [InlineData("create function f() returns varchar as $$ (select max(card_number) from cards) $$", "select f()")]
    [InlineData("begin create temp table x as select card_number c from cards; create temp table y as select c d from x; end", "select d from y")]
    [InlineData("execute immediate 'create temp table x as select card_number c from cards'", "select c from x")]
    [InlineData("create dynamic table d target_lag = '1 minute' warehouse = w as select card_number c from cards", "select c from d")]
    [InlineData("create table if not exists x as select card_number c from cards; create table if not exists x (c int)", "select c from x")]
    [InlineData("create table x as select card_number c from cards; alter table x add column d int", "select c from x")]
    [InlineData("use schema other; create table x as select card_number c from public.cards", "select c from other.x")]
    [InlineData("create table x as with r as (select card_number c from cards) select c from r", "select c from x")]
    public void Analyze_CopiedCard_IsStillACard(string before, string query)
    {
        var catalog = After(before);
        var columns = Sql.One(query, catalog).OutputColumns;
        var card = new ObjectName("SHOP", "PUBLIC", "CARDS");
        Assert.True(columns is null || columns.Any(column =>
            column.StarOf.Contains(card) || column.Sources.Concat(column.ByName.Values.SelectMany(one => one)).Any(one => one.CouldBe(card, "CARD_NUMBER"))));
    }

    [Theory]
    [InlineData("create temp table x as select card_number c from cards", "select c from x")]
    [InlineData("create view v as select id from cards; create view w as select * from v", "select * from w")]
    [InlineData("alter table cards rename to plain", "select * from plain")]
    [InlineData("insert into orders select * from cards", "select * from orders")]
    [InlineData("create schema s2 clone public", "select * from s2.cards")]
    [InlineData("set v = (select max(card_number) from cards)", "create table y as select $v c; select * from y")]
    [InlineData("create function f() returns varchar as $$ (select max(card_number) from cards) $$", "select f()")]
    public void Analyze_CopiedTable_ReadsItsBase(string before, string query)
    {
        var analysis = Sql.Analyze(query, After(before));
        if (query.Contains("$v", StringComparison.Ordinal))
        {
            Assert.Contains(analysis.Statements[1].OutputColumns!.SelectMany(one => one.Sources.Concat(one.ByName.Values.SelectMany(x => x))), one => one.Object.Name == "CARDS");
            return;
        }

        Assert.Contains(new ObjectName("SHOP", "PUBLIC", "CARDS"), analysis.BaseReads);
    }

    [Theory]
    [InlineData("create temp table x as select card_number c, id d from cards", "select d from x")]
    [InlineData("create table x (a varchar, b varchar); insert into x select id, card_number from cards", "select a from x")]
    [InlineData("insert into orders (note) select card_number from cards", "select id from orders")]
    [InlineData("create table x as select card_number c from cards; create or replace table x as select id c from orders", "select c from x")]
    [InlineData("create table x as select count(card_number) c from cards", "select c from x")]
    [InlineData("insert into orders (n) select count(card_number) from cards", "select n from orders")]
    [InlineData("delete from orders using cards where cards.id = orders.id", "select id from orders")]
    public void Analyze_OtherColumn_IsNotACard(string before, string query)
    {
        var columns = Sql.One(query, After(before)).OutputColumns;
        Assert.NotNull(columns);
        Assert.DoesNotContain(columns.SelectMany(one => one.Sources), one => one.Column is "CARD_NUMBER" or "*" && one.Kind != LineageKind.Counted);
    }

    [Fact]
    public void WithResult_ResultScan_CarriesLineage()
    {
        var catalog = SqlCatalog.Empty.WithResult("01ab", Sql.One("select card_number c from cards")).WithResult("02cd", Sql.One("select id from orders"));
        Assert.Equal("C<CARDS.CARD_NUMBER:Direct>", Sql.Lineage("select * from table(result_scan('01AB'))", catalog));
        Assert.Equal("ID<ORDERS.ID:Direct>", Sql.Lineage("select * from table(result_scan(last_query_id()))", catalog));
        Assert.Null(Sql.Lineage("select * from table(result_scan(last_query_id(-2)))", catalog));
        var statement = Sql.One("select * from table(result_scan('01AB'))", catalog);
        Assert.Equal("01AB", Assert.Single(statement.ResultScans));
        Assert.Contains(new ObjectName("SHOP", "PUBLIC", "CARDS"), statement.BaseReads);
    }

    [Fact]
    public void Over_SharedCatalog_IsSeen()
    {
        var create = Sql.One("create view v as select card_number c from cards");
        var shared = SqlCatalog.Empty.AfterShared(create);
        Assert.Contains("CARDS.CARD_NUMBER:Direct", Sql.Lineage("select c from v", SqlCatalog.Empty.Over(shared)));
        var temporary = Sql.One("create temp table t as select card_number c from cards");
        Assert.Null(shared.AfterShared(temporary).Find(new ObjectName("SHOP", "PUBLIC", "T")));
        Assert.NotNull(shared.After(temporary).Find(new ObjectName("SHOP", "PUBLIC", "T")));
    }

    private static SqlCatalog After(string text)
    {
        var analysis = Sql.Analyze(text);
        Assert.True(analysis.FullyParsed);
        return analysis.Statements.Aggregate(SqlCatalog.Empty, (catalog, one) => catalog.After(one));
    }
}
