using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

/// <summary>A function that Snowflake does not define may read anything, unless its body went through the gateway.</summary>
public sealed class UserFunctionTests
{
    private static readonly ObjectName Customers = new("SHOP", "PUBLIC", "CUSTOMERS");

    [Theory]
    [InlineData("select evil(1)")]
    [InlineData("select \"EVIL\"(1)")]
    [InlineData("select \"abs\"(1)")]
    [InlineData("select util.evil(1)")]
    [InlineData("select snowflake.evil(1)")]
    [InlineData("select snowflake.cortex.evil(1)")]
    [InlineData("select identifier('evil')(1)")]
    [InlineData("select upper(evil(1))")]
    [InlineData("select * from table(evil())")]
    [InlineData("select * from orders, lateral evil(id)")]
    [InlineData("select * from table(to_query('select * from customers'))")]
    [InlineData("select * from table(validate(customers, job_id => '_last'))")]
    [InlineData("select * from table(query_history())")]
    [InlineData("select * from semantic_view(sales metrics revenue)")]
    [InlineData("select id from orders where evil(id)")]
    [InlineData("select id from orders order by evil(id)")]
    [InlineData("select sum(id) over (order by evil(id)) from orders")]
    [InlineData("select sum(id) over w from orders window w as (order by evil(id))")]
    [InlineData("select * from orders at(timestamp => evil())")]
    [InlineData("select * from orders sample (evil())")]
    [InlineData("select * from orders match_recognize (order by id measures evil(id) as x pattern (s+) define s as id > 1)")]
    [InlineData("select * from orders match_recognize (order by id measures first(id) as x pattern (s+) define s as shop.public.evil(id))")]
    [InlineData("select model!predict(1)")]
    [InlineData("insert into orders (id) values (evil())")]
    [InlineData("update orders set note = evil()")]
    [InlineData("merge into orders o using orders s on o.id = s.id when matched then update set note = evil()")]
    [InlineData("set v = evil()")]
    public void UserFunction_UnknownBody_MayReadAnything(string sql)
    {
        var statement = Sql.One(sql);
        Assert.NotEqual(StatementClass.Unknown, statement.Class);
        Assert.True(statement.Flags.HasFlag(StatementFlags.UserFunction));
        Assert.Contains(statement.BaseReads, one => one.CouldBe(Customers));
    }

    [Fact]
    public void UserFunction_UnknownBody_GivesAnUntracedValue()
    {
        Assert.Null(Sql.One("select evil(1) as x").OutputColumns);
        Assert.Null(Sql.One("select x from table(evil())").OutputColumns);
    }

    [Fact]
    public void UserFunction_BodyWasSeen_ReadsWhatItReads()
    {
        var catalog = SqlCatalog.Empty
            .After(Sql.One("create function newest() returns int as 'select max(id) from orders'"))
            .After(Sql.One("create function names() returns varchar as 'select listagg(name) from customers'"))
            .After(Sql.One("create function calls() returns varchar as 'select evil()'"))
            .After(Sql.One("create function anything() returns varchar language sql as 'execute immediate x'"));

        Assert.DoesNotContain(Sql.One("select newest()", catalog).BaseReads, one => one.CouldBe(Customers));
        Assert.Contains(Customers, Sql.One("select names()", catalog).BaseReads);
        Assert.Contains(Sql.One("select calls()", catalog).BaseReads, one => one.CouldBe(Customers));
        Assert.Contains(Sql.One("select anything()", catalog).BaseReads, one => one.CouldBe(Customers));
        Assert.All(new[] { "newest", "names", "calls", "anything" }, name => Assert.True(Sql.One($"select {name}()", catalog).Flags.HasFlag(StatementFlags.UserFunction)));
    }

    [Theory]
    [InlineData("select abs(1), upper('a'), nvl(null, 1), iff(true, 1, 2), zeroifnull(1), date('2020-01-01'), try_to_decimal('1', 10, 2)")]
    [InlineData("select row_number() over (order by id), ratio_to_report(id) over (), conditional_true_event(id > 1) over (order by id) from orders")]
    [InlineData("select array_agg(id) within group (order by id), object_agg(id::varchar, id), max_by(id, id), approx_percentile(id, 0.5) from orders")]
    [InlineData("select transform([1], x -> x + 1), filter([1], x -> x > 0), reduce([1], 0, (a, x) -> a + x)")]
    [InlineData("select count(*) from orders group by cube(id), rollup(id)")]
    [InlineData("select seq4(), uniform(1, 10, random()) from table(generator(rowcount => 10))")]
    [InlineData("select f.value from orders, lateral flatten(input => split(note, ',')) f")]
    [InlineData("select * from table(split_to_table('a b', ' '))")]
    [InlineData("select * from table(information_schema.query_history())")]
    [InlineData("select * from table(shop.information_schema.task_history())")]
    [InlineData("select snowflake.cortex.complete('m', 'p'), ai_complete('m', 'p'), vector_l2_distance([1]::vector(float, 1), [2]::vector(float, 1))")]
    [InlineData("select system$typeof(1), get_ddl('table', 'orders'), st_distance(st_makepoint(1, 1), st_makepoint(2, 2)), h3_latlng_to_cell(1, 1, 8)")]
    [InlineData("select * from orders match_recognize (partition by id order by id measures first(id) as x, match_number() as m one row per match pattern (s+ (u d)*) define u as id > lag(id))")]
    [InlineData("select * from orders at(timestamp => to_timestamp('2020-01-01')::timestamp_tz(9)) tablesample bernoulli (10)")]
    [InlineData("select sum(id) over w, avg(id) over v from orders window w as (partition by note order by id), v as (order by id)")]
    public void BuiltIn_Function_IsNobodys(string sql)
    {
        var statement = Sql.One(sql);
        Assert.Equal(StatementClass.Query, statement.Class);
        Assert.False(statement.Flags.HasFlag(StatementFlags.UserFunction), string.Join(' ', statement.Functions));
        Assert.DoesNotContain(statement.BaseReads, one => one.CouldBe(Customers));
    }

    [Fact]
    public void Variable_ThatHoldsData_IsAReadOfIt() =>
        Assert.Contains(Customers, Sql.One("select to_number($v)", SqlCatalog.Empty.After(Sql.One("set v = (select ssn from customers limit 1)"))).BaseReads);

    [Fact]
    public void Variable_ByItsName_HoldsWhatWasSet()
    {
        var catalog = SqlCatalog.Empty.After(Sql.One("set c = (select card_number from cards limit 1)"));
        Assert.Contains("CARDS.CARD_NUMBER", Sql.Lineage("select getvariable('c') as x", catalog), StringComparison.Ordinal);
        Assert.Null(Sql.Lineage("select getvariable('C' || '') as x", catalog));
    }
}
