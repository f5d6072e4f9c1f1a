using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

public sealed class LineageTests
{
    [Theory]
    [InlineData("select card_number from cards", "CARD_NUMBER<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select card_number as n from cards", "N<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select (card_number) from cards", "CARD_NUMBER<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select c.card_number n from cards c", "N<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select shop.public.cards.card_number from cards", "CARD_NUMBER<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select substr(card_number, 1, 4) x from cards", "X<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select card_number::number from cards", "-<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select 'x' || card_number from cards", "-<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select [card_number] from cards", "-<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select {'k': card_number} from cards", "-<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select count(*), count(card_number), count(distinct card_number), count(card_number || 'x') from cards", "-<> | -<CARDS.CARD_NUMBER:Counted> | -<CARDS.CARD_NUMBER:Counted> | -<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select max(card_number) m, listagg(card_number, ',') l from cards", "M<CARDS.CARD_NUMBER:Derived> | L<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select case when card_number like '4%' then 1 end v from cards", "V<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select row_number() over (order by card_number) r from cards", "R<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select * from cards", "*[CARDS]<>")]
    [InlineData("select x.* from cards x, orders o", "*[CARDS]<>")]
    [InlineData("select *, 1 one from cards", "*[CARDS]<> | ONE<>")]
    [InlineData("select * rename card_number as c from cards", "*[CARDS C<CARDS.CARD_NUMBER:Direct>]<>")]
    [InlineData("select * replace (left(card_number, 4) as card_number) from cards", "*[CARDS CARD_NUMBER<CARDS.CARD_NUMBER:Derived>]<>")]
    [InlineData("select object_construct(*) o from cards", "O<CARDS.*:Derived>")]
    [InlineData("select to_json({*}) o from cards", "O<CARDS.*:Derived>")]
    [InlineData("select hash(t.*) o from cards t", "O<CARDS.*:Derived>")]
    [InlineData("with c as (select card_number n from cards) select n from c", "N<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("with c (a, b) as (select card_number, 1 from cards) select a, b from c", "A<CARDS.CARD_NUMBER:Direct> | B<>")]
    [InlineData("with c as (select * from cards) select card_number from c", "CARD_NUMBER<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("with c as (select card_number n from cards) select * from c", "N<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("with c as (select card_number n, 1 m from cards) select * exclude n from c", "M<>")]
    [InlineData("with cards as (select 1 card_number) select card_number from cards", "CARD_NUMBER<>")]
    [InlineData("select y from (select card_number y from (select * from cards) a) b", "Y<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select a from (select card_number from cards) t (a)", "A<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select a from t union all select card_number from cards", "A<CARDS.CARD_NUMBER:Direct T.A:Direct>")]
    [InlineData("select * from t union all select * from cards", "*[T]<CARDS.*:Direct>")]
    [InlineData("select * from cards where a = 1 union all select * from cards", "*[CARDS]<>")]
    [InlineData("select (select max(card_number) from cards) m", "M<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select card_number c, substr(c, 1, 4) d from cards", "C<CARDS.CARD_NUMBER:Direct> | D<CARDS.C:Derived CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select f.value from cards, lateral flatten(input => split(card_number, '')) f", "VALUE<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select f.value from cards, lateral split_to_table(card_number, '') f", "VALUE<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select v.n from orders o, lateral (select c.card_number n from cards c where c.id = o.id) v", "N<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select card_number from cards join orders on cards.id = orders.id", "CARD_NUMBER<CARDS.CARD_NUMBER:Direct ORDERS.CARD_NUMBER:Direct>")]
    [InlineData("with recursive r as (select card_number n, 1 i from cards union all select n, i + 1 from r where i < 3) select n, i from r", "N<CARDS.CARD_NUMBER:Direct> | I<>")]
    [InlineData("select dateadd(day, 1, d) x from (select card_number d from cards)", "X<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select val from cards unpivot(val for k in (card_number, cvv))", "VAL<CARDS.CARD_NUMBER:Direct CARDS.CVV:Direct CARDS.VAL:Direct>")]
    [InlineData("select $1 from (select card_number from cards)", "-<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select column1 from values ('4111')", "COLUMN1<>")]
    [InlineData("select \"MAX(CARD_NUMBER)\" from (select max(card_number) from cards)", "MAX(CARD_NUMBER)<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select prior card_number p from cards connect by prior id = pid", "P<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("show tables ->> select \"name\" from $1", "name<>")]
    [InlineData("select card_number n from cards ->> select n from $1", "N<CARDS.CARD_NUMBER:Direct>")]
    [InlineData("select a from t union by name select card_number as a from cards", "A<CARDS.CARD_NUMBER:Direct T.A:Direct>")]
    [InlineData("select * from (select card_number n, 1 id from cards) a join (select 2 id) b using (id)", "*[ N<CARDS.CARD_NUMBER:Direct> ID<>]<>")]
    [InlineData("select filter(a, x -> x > 1) f from (select card_number a from cards)", "F<CARDS.CARD_NUMBER:Derived>")]
    [InlineData("select p.\"A\" from cards pivot(max(card_number) for k in ('A')) p", "A<CARDS.A:Direct CARDS.CARD_NUMBER:Derived CARDS.K:Derived>")]
    public void OutputColumns_Query_NamesSources(string sql, string expected) => Assert.Equal(expected, Sql.Lineage(sql));

    [Theory]
    [InlineData("select * from table(result_scan('01b'))")]
    [InlineData("select * from table(result_scan(last_query_id()))")]
    [InlineData("select * from identifier($t)")]
    [InlineData("select * from table($t)")]
    [InlineData("select * from table(my_udtf(1))")]
    [InlineData("select x.* from cards")]
    [InlineData("call p()")]
    [InlineData("begin return 1; end")]
    [InlineData("selec 1")]
    public void OutputColumns_NotComputable_AreNull(string sql) => Assert.Null(Sql.Lineage(sql));

    [Theory]
    [InlineData("insert into t values (1)")]
    [InlineData("alter session set x = 1")]
    [InlineData("show tables")]
    public void OutputColumns_NoStoredData_AreEmpty(string sql) => Assert.Equal("", Sql.Lineage(sql));

    [Theory]
    [InlineData("select 1 from cards where card_number like '4%'")]
    [InlineData("select 1 from orders join cards on orders.id = cards.id and cards.card_number = '4'")]
    [InlineData("select count(*) from cards c group by c.card_number")]
    [InlineData("select 1 from cards order by card_number")]
    [InlineData("select 1 from cards having max(card_number) > '4'")]
    [InlineData("with c as (select card_number n from cards) select 1 from c where n = '4'")]
    [InlineData("delete from t using cards where cards.card_number = '4'")]
    public void PredicateColumns_Card_AreReported(string sql) =>
        Assert.Contains(Sql.One(sql).PredicateColumns, one => one.Column == "CARD_NUMBER" && one.Object.Name == "CARDS");

    [Fact]
    public void OutputColumns_DoublingChain_GivesUpSafely()
    {
        var ctes = string.Join(", ", Enumerable.Range(1, 60).Select(i => $"c{i} as (select a.*, b.* from c{i - 1} a, c{i - 1} b)"));
        var statement = Sql.One($"with c0 as (select a, b from cards), {ctes} select * from c60");
        Assert.Equal(StatementClass.Query, statement.Class);
        Assert.Null(statement.OutputColumns);
        Assert.Contains(statement.Reads, one => one.Name == "CARDS");
    }
}
