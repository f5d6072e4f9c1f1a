using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

public sealed class FlagsTests
{
    [Theory]
    [InlineData("select * from t where a = 1 limit 5", StatementFlags.SelectStar | StatementFlags.HasWhere | StatementFlags.HasLimit)]
    [InlineData("select count(*) from t", StatementFlags.Aggregates)]
    [InlineData("select a, b from t group by a, b order by a", StatementFlags.Aggregates | StatementFlags.OrderBy)]
    [InlineData("select a from t, s", StatementFlags.Joins)]
    [InlineData("select a from t union select b from s", StatementFlags.SetOperation)]
    [InlineData("select object_construct(*) from t", StatementFlags.PacksRows)]
    [InlineData("select {*} from t", StatementFlags.None)]
    [InlineData("select * from identifier($x)", StatementFlags.SelectStar | StatementFlags.Dynamic)]
    [InlineData("select * from identifier('a' || 'b')", StatementFlags.SelectStar | StatementFlags.Dynamic)]
    [InlineData("select a from table(?)", StatementFlags.Dynamic)]
    [InlineData("insert into identifier(?) values (1)", StatementFlags.Dynamic)]
    [InlineData("drop table identifier($x)", StatementFlags.None)]
    [InlineData("execute immediate 'select a from t'", StatementFlags.Dynamic | StatementFlags.Call)]
    [InlineData("execute immediate $x", StatementFlags.Dynamic | StatementFlags.Call)]
    [InlineData("call p()", StatementFlags.Call)]
    [InlineData("begin return 1; end", StatementFlags.ScriptingBlock)]
    [InlineData("create function f() returns int as '1'", StatementFlags.CreatesRoutine)]
    [InlineData("create external function f(v variant) returns variant api_integration = ai as 'https://x.example/p'", StatementFlags.CreatesRoutine | StatementFlags.ExternalAccess)]
    [InlineData("create network rule r type = host_port mode = egress value_list = ('0.0.0.0:443')", StatementFlags.ExternalAccess)]
    [InlineData("alter storage integration si set storage_allowed_locations = ('*')", StatementFlags.ExternalAccess)]
    [InlineData("alter share s1 add accounts = otherorg.acct1", StatementFlags.Share)]
    [InlineData("alter database crm enable replication to accounts otherorg.acct1", StatementFlags.Share)]
    [InlineData("create managed account r admin_name = x, type = reader", StatementFlags.Share)]
    [InlineData("grant select on table t to share s", StatementFlags.Grant | StatementFlags.Share)]
    [InlineData("grant role a to role b", StatementFlags.Grant)]
    [InlineData("copy into @~/x from t", StatementFlags.Unload)]
    [InlineData("get @~/x file:///tmp", StatementFlags.FileTransfer)]
    [InlineData("select a from table(result_scan('x'))", StatementFlags.ResultScan)]
    [InlineData("select last_query_id()", StatementFlags.ResultScan)]
    [InlineData("select get_presigned_url(@docs.pub.files, relative_path, 604800) from directory(@docs.pub.files)", StatementFlags.PresignedUrl | StatementFlags.StageRead)]
    [InlineData("call system$send_email('n', 'a@elsewhere.example', 's', (select listagg(email, ',') from customers))", StatementFlags.Call | StatementFlags.ExternalAccess | StatementFlags.Aggregates)]
    [InlineData("create temp table t (a int)", StatementFlags.Temporary)]
    [InlineData("select util.public.f(a) from t", StatementFlags.UserFunction)]
    [InlineData("select $1 from @s", StatementFlags.StageRead)]
    public void Flags_Statement_AreSet(string sql, StatementFlags expected)
    {
        var flags = Sql.Analyze(sql).Flags;
        Assert.Equal(expected, flags & expected);
        Assert.True(Sql.Analyze(sql).FullyParsed);
    }

    [Theory]
    [InlineData("select a from t")]
    [InlineData("select 'limit', \"where\" from t -- where limit union")]
    public void Flags_Plain_AreNone(string sql) => Assert.Equal(StatementFlags.None, Sql.Analyze(sql).Flags);

    [Fact]
    public void Call_Arguments_AreRead() =>
        Assert.Contains(new ObjectName("SHOP", "PUBLIC", "CUSTOMERS"), Sql.One("call system$send_email('n', (select max(email) from customers))").Reads);

    [Fact]
    public void Dynamic_Read_MayBeAnything() =>
        Assert.Contains(Sql.One("select * from identifier($x)").BaseReads, one => one.CouldBe(new ObjectName("SHOP", "PUBLIC", "CUSTOMERS")));

    [Fact]
    public void Stages_And_Urls_AreListed()
    {
        var analysis = Sql.Analyze("copy into 's3://b/p' from (select $1 from @db.s.st/path/) credentials=(aws_key_id='k'); put file:///tmp/a @~/in; list '@x/y'");
        Assert.Equal(["@db.s.st/path/", "@~/in", "@x/y"], analysis.Stages);
        Assert.Equal(["s3://b/p", "file:///tmp/a"], analysis.Urls);
    }

    [Fact]
    public void Functions_Calls_AreUpperCased() =>
        Assert.Equal(["UPPER", "DB.S.F", "FLATTEN"], Sql.Analyze("select upper(a), db.s.f(b) from t, lateral flatten(c)").Functions);
}
