using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Tests.Policy;

/// <summary>The sample policy on real statements.</summary>
public class SamplePolicyTests
{
    [Theory]
    [InlineData("select 1")]
    [InlineData("select * from orders where id = 3")]
    [InlineData("select count(*), customer_id, max(card_number) from cards group by 2 order by 2")]
    [InlineData("select customer_id, max(card_number) from cards group by all order by 1")]
    [InlineData("select count(card_number), customer_id from cards group by all order by 1")]
    [InlineData("select count(*) from cards")]
    [InlineData("select customer_id, card_number from cards where customer_id = 3 order by customer_id")]
    [InlineData("select o.id, k.card_number from orders o join cards k on o.customer_id = k.customer_id")]
    [InlineData("select * from (select * from cards) c where c.customer_id = 3")]
    [InlineData("select o.id, card_number from cards k, orders o where amount > 3")]
    [InlineData("with k as (select * from cards) select card_number from k where customer_id < 10")]
    [InlineData("insert into orders (id, note) values (1, 'see https://example.org')")]
    [InlineData("update orders set note = 'x' where id = 1")]
    [InlineData("delete from orders where id = 1")]
    [InlineData("alter session set query_tag = 'x'")]
    [InlineData("use schema public")]
    [InlineData("set v = 1")]
    [InlineData("begin")]
    [InlineData("commit")]
    [InlineData("show tables")]
    [InlineData("describe table customers")]
    [InlineData("select seq4(), randstr(5, random()) from table(generator(rowcount => 10))")]
    [InlineData("select current_version()")]
    [InlineData("explain select * from orders")]
    public void Decide_OrdinaryStatement_IsAllowed(string sql) => Assert.Equal((DecisionAction.Allow, null), Decide(sql));

    [Theory]
    [InlineData("create table t (a int)")]
    [InlineData("create temp table t (a int)")]
    [InlineData("create temporary stage s")]
    [InlineData("create or replace view v as select 1 a")]
    [InlineData("drop table orders")]
    [InlineData("alter table orders add column x int")]
    [InlineData("grant select on table orders to role r")]
    [InlineData("create user u")]
    [InlineData("create table t as select * from customers")]
    [InlineData("select 1; drop table orders")]
    [InlineData("comment on table orders is 'x'")]
    public void Decide_Ddl_IsForTheChangePipeline(string sql)
    {
        Assert.Equal((DecisionAction.Deny, "ddl-from-change-management"), Decide(sql));
        Assert.Equal((DecisionAction.Deny, "ddl-from-change-management"), Decide(sql, "schema-change", Trust.Claimed));
        var (opened, other) = Decide(sql, "schema-change");
        Assert.NotEqual("ddl-from-change-management", other);
        Assert.NotEqual(DecisionAction.Deny, opened);
    }

    [Theory]
    [InlineData("select * from customers")]
    [InlineData("select name from shop.public.employees")]
    [InlineData("select \"NAME\" from \"CUSTOMERS\"")]
    [InlineData("with c as (select * from customers) select count(*) from c")]
    [InlineData("select * from orders where customer_id in (select id from customers)")]
    [InlineData("insert into orders (note) select name from customers")]
    [InlineData("merge into orders o using customers c on o.customer_id = c.id when matched then update set note = c.name")]
    [InlineData("select 1; select * from customers")]
    [InlineData("select id from orders union all select id from employees")]
    public void Decide_ReadOfPersonalData_IsHeld(string sql)
    {
        Assert.Equal((DecisionAction.RequireApproval, "pii-needs-approval"), Decide(sql));
        Assert.Equal((DecisionAction.RequireApproval, "pii-needs-approval"), Decide(sql, "finance-close"));
    }

    [Theory]
    [InlineData("call p()")]
    [InlineData("execute immediate 'select 1'")]
    [InlineData("execute immediate $$ begin return 1; end $$")]
    [InlineData("begin let x := 1; return x; end")]
    [InlineData("select * from identifier($v)")]
    [InlineData("create procedure p() returns int language sql as 'begin return 1; end'")]
    [InlineData("create function f() returns int as '1'")]
    [InlineData("create task t schedule = '1 minute' as select 1")]
    [InlineData("select other.f(1)")]
    [InlineData("select f(1)")]
    [InlineData("select id from orders where f(id) = 1")]
    [InlineData("select * from table(f())")]
    public void Decide_Opaque_IsDeniedForAll(string sql) => Assert.Equal(DecisionAction.Deny, Decide(sql, "schema-change").Action);

    [Fact]
    public void Decide_UnknownFunction_IsNamed() =>
        Assert.Contains("CUONT: no function that Snowflake defines", Some.Decide(Some.Sample, Some.Analyze("select cuont(*), abs(1) from orders")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("select f(1)")]
    [InlineData("select * from table(f())")]
    [InlineData("select x.f(1)")]
    [InlineData("call f()")]
    public void Decide_UnknownBody_WithoutARuleAboutIt_CountsAsAReadOfPersonalData(string sql)
    {
        var policy = Some.Policy("""
            version: 1
            contact: c@example.org
            default: allow
            rules:
              - name: pii
                when:
                  reads: SHOP.PUBLIC.CUSTOMERS
                action: require_approval
                expires: 1m
                reason: personal data
            """);
        Assert.Equal((DecisionAction.RequireApproval, "pii"), (Some.Decide(policy, Some.Analyze(sql)).Action, Some.Decide(policy, Some.Analyze(sql)).Rule));
    }

    [Theory]
    [InlineData("select * from cards pivot (count(id) for card_number in (any))")]
    [InlineData("select * from cards pivot (count(id) for card_number in (select card_number from cards))")]
    [InlineData("select * from orders pivot (count(id) for note in (select card_number from cards))")]
    [InlineData("select * from (select substr(card_number, 1, 8) half, id from cards) pivot (count(id) for half in (any order by half))")]
    [InlineData("select count(*) from cards match_recognize (order by id measures id as i pattern (u) define u as card_number like '41%')")]
    [InlineData("select count(*) from cards, lateral flatten(array_generate_range(0, substr(card_number, 1, 4)::int))")]
    [InlineData("select count(*) from cards, lateral split_to_table(card_number, '1')")]
    [InlineData("set n = (select substr(card_number, 1, 4)::int from cards limit 1); select count(*) from table(generator(rowcount => $n))")]
    [InlineData("select id from cards window w as (partition by card_number)")]
    [InlineData("select count(*) n, substr(card_number, 1, 4) s from cards group by 2")]
    [InlineData("select count(*) n, substr(card_number, 1, 4) s from cards group by all")]
    [InlineData("select id, substr(card_number, 1, 4) s from cards order by 2 desc")]
    [InlineData("select id, card_number from cards order by all")]
    [InlineData("select id from cards c where substr(c::varchar, 40, 4) = '4111'")]
    public void Decide_RowsOrNamesMadeOfMaskedValues_AreDenied(string sql)
    {
        Assert.Equal((DecisionAction.Deny, "cards-for-finance-only"), Decide(sql));
        Assert.Equal(DecisionAction.Allow, Decide(sql, "finance-close").Action);
    }

    [Fact]
    public void PiiTables_AreThoseOfTheSetOfThatName()
    {
        Assert.Equal(["SHOP.PUBLIC.CUSTOMERS", "SHOP.PUBLIC.EMPLOYEES"], Some.Sample.PiiTables);
        Assert.Empty(Some.Policy(Some.Rules("  - name: a\n    action: deny\n    reason: no")).PiiTables);
    }

    [Theory]
    [InlineData("selct 1")]
    [InlineData("select from where")]
    [InlineData("")]
    [InlineData("-- nothing")]
    public void Decide_Unclassified_IsDenied(string sql) => Assert.Equal((DecisionAction.Deny, "built-in-unclassified"), Decide(sql));

    [Theory]
    [InlineData("put file:///tmp/x @~", true)]
    [InlineData("get @~ file:///tmp/", true)]
    [InlineData("copy into @~/t from orders", true)]
    [InlineData("copy into 's3://bucket/t' from orders", true)]
    [InlineData("select get_presigned_url(@s, 'x')", true)]
    [InlineData("select build_scoped_file_url(@s, 'x')", true)]
    [InlineData("select $1 from @s", false)]
    [InlineData("copy into orders from 's3://bucket/t'", false)]
    [InlineData("create stage s url = 's3://bucket/t'", false)]
    [InlineData("create share s", false)]
    [InlineData("alter database shop enable replication to accounts a.b", false)]
    [InlineData("create storage integration i type = external_stage", false)]
    [InlineData("select system$send_email('i', 'a@b.c', 's', 'b')", false)]
    public void Decide_RoundTheGateway_IsDeniedForAll(string sql, bool withoutPolicyToo)
    {
        var (action, rule) = Decide(sql, "schema-change");
        Assert.Equal((DecisionAction.Deny, "built-in-transfer"), (action, rule));
        Assert.Equal(withoutPolicyToo ? DecisionAction.Deny : DecisionAction.Allow, Some.Decide(null, Some.Analyze(sql)).Action);
    }

    [Theory]
    [InlineData("select count(*) from cards where card_number like '4111%'")]
    [InlineData("select customer_id from cards where card_number = '4111111111111111'")]
    [InlineData("select customer_id from cards where substr(card_number, 1, 6) = '411111'")]
    [InlineData("select customer_id from cards where card_number between '41' and '42'")]
    [InlineData("select c.customer_id from (select * from cards) c where c.card_number > '4'")]
    [InlineData("delete from cards where card_number like '41%'")]
    public void Decide_QuestionAboutMaskedValues_IsDenied(string sql)
    {
        Assert.Equal((DecisionAction.Deny, "cards-for-finance-only"), Decide(sql));
        Assert.Equal(DecisionAction.Allow, Decide(sql, "finance-close").Action);
    }

    private static (DecisionAction Action, string? Rule) Decide(string sql, string? job = "nightly-report", Trust trust = Trust.Configured)
    {
        var verdict = Some.Decide(Some.Sample, Some.Analyze(sql), job, trust);
        return (verdict.Action, verdict.Rule);
    }
}
