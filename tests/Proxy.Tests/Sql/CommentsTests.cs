using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

public sealed class CommentsTests
{
    [Theory]
    [InlineData("/* {\"app\": \"dbt\", \"node_id\": \"model.shop.x\", \"relation\": {\"schema\": \"s\"}} */ select 1")]
    [InlineData("select 1 /* {\"app\": \"dbt\", \"node_id\": \"model.shop.x\", \"relation\": {\"schema\": \"s\"}} */")]
    [InlineData("select 1 /* {\"app\": \"dbt\", \"node_id\": \"model.shop.x\", \"relation\": {\"schema\": \"s\"}} */;")]
    [InlineData("-- {\"app\": \"dbt\", \"node_id\": \"model.shop.x\", \"relation\": {\"schema\": \"s\"}}\nselect 1;")]
    public void Read_Dbt_GivesKeys(string sql)
    {
        var claims = SqlComments.Read(sql).Values;
        Assert.Equal(("dbt", "model.shop.x", "s"), (claims["app"], claims["node_id"], claims["relation.schema"]));
    }

    [Fact]
    public void Read_SqlCommenter_IsDecoded()
    {
        var claims = SqlComments.Read("select 1 /*action='%2Fparam*d',application='it\\'s',traceparent='00-5bd-01'*/").Values;
        Assert.Equal(("/param*d", "it's", "00-5bd-01"), (claims["action"], claims["application"], claims["traceparent"]));
    }

    [Fact]
    public void Read_Free_IsKeptUnparsedAndRedacted()
    {
        var claims = SqlComments.Read("-- nightly by AKIAIOSFODNN7EXAMPLE\nselect 1");
        Assert.Empty(claims.Values);
        Assert.Equal("nightly by ***", Assert.Single(claims.Unparsed));
    }

    [Theory]
    [InlineData("select '/* {\"app\":\"dbt\"} */'")]
    [InlineData("select 1 /* {\"app\":\"dbt\"} */ from t")]
    [InlineData("select 1")]
    [InlineData("")]
    public void Read_NotAtTheEdges_IsNoClaim(string sql) => Assert.Empty(SqlComments.Read(sql).Values);

    [Fact]
    public void Read_Many_IsBounded()
    {
        var claims = SqlComments.Read(string.Concat(Enumerable.Range(0, 50).Select(i => $"/* c{i} */")) + "select 1");
        Assert.Equal(SqlComments.CommentsMax, claims.Unparsed.Count);
    }

    [Fact]
    public void Read_FarFromBothEnds_IsNotRead() =>
        Assert.Empty(SqlComments.Read($"{new string(' ', 9000)}/* k='v' */{new string(' ', 9000)} select 1").Values);
}
