using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Tests.Sql;

public sealed class TranslatorTests
{
    [Theory]
    [InlineData("select id, t.Name from Customers t", "SELECT ID, T.NAME FROM CUSTOMERS T")]
    [InlineData("select \"Id\" from db.public.t", "SELECT \"Id\" FROM DB.PUBLIC.T")]
    [InlineData("select a::number(10,2) x", "SELECT A::DECIMAL(10,2) X")]
    [InlineData("select cast(a as string) s", "SELECT CAST(A AS VARCHAR) S")]
    [InlineData("select count(*)", "SELECT COUNT(*) AS \"COUNT(*)\"")]
    [InlineData("select 'it''s' q", "SELECT 'it''s' Q")]
    [InlineData("select * from t minus select * from u", "SELECT * FROM T EXCEPT SELECT * FROM U")]
    [InlineData("select a from table(generator(rowcount => 5))", "SELECT A FROM (SELECT range AS \"SEQ$\" FROM range(5))")]
    [InlineData("select x from t where s = 'select // not a comment'", "SELECT X FROM T WHERE S = 'select // not a comment'")]
    public void Translate_Select_IsDuckDbs(string sql, string expected) => Assert.Equal(expected, Translate(sql));

    [Fact]
    public void Translate_TemporaryTable_GoesToItsOwnCatalog() =>
        Assert.Equal("SELECT * FROM temp.\"T\"", Translate("select * from db.public.t", new SqlScope
        {
            User = "U", SessionId = 1, Database = "DB", Schema = "PUBLIC", Temporary = new HashSet<string> { "T" },
        }));

    [Fact]
    public void Translate_Wait_IsAnEffectAndALiteral()
    {
        var translator = Make("select system$wait(3)", out var nodes);
        Assert.Contains("'waited 3 seconds'", translator.Translate(nodes), StringComparison.Ordinal);
        Assert.Equal(3, translator.Effects.WaitSeconds);
    }

    [Theory]
    [InlineData("select 1; ;select 2;", 2)]
    [InlineData("select ';' as a", 1)]
    [InlineData("/* ; */ select $$;$$ -- ;", 1)]
    [InlineData("begin insert into t values (1); end", 1)]
    [InlineData("begin; select 1; commit", 3)]
    public void ReadAll_Semicolons_CutOnlyWhereStatementsEnd(string sql, int count) => Assert.Equal(count, SqlStatement.ReadAll(sql).Count);

    [Theory]
    [InlineData("with a as (select 1) select * from a", 0x1000)]
    [InlineData("(select 1)", 0x1000)]
    [InlineData("insert into t values (1)", 0x3100)]
    [InlineData("copy into @s from t", 0x3700)]
    [InlineData("copy into t from @s", 0x3600)]
    [InlineData("alter session set a = 1", 0x4100)]
    [InlineData("alter table t rename to u", 0x6000)]
    [InlineData("begin transaction", 0x8101)]
    [InlineData("begin select 1; end", 0x9000)]
    [InlineData("selekt 1", 0)]
    public void Kind_FirstWords_Tell(string sql, int kind) => Assert.Equal(kind, (int)SqlStatement.ReadAll(sql)[0].Kind);

    [Theory]
    [InlineData("select ?, ?", 2)]
    [InlineData("select :a, :b, :a", 2)]
    [InlineData("select v:a, '?', x::int", 0)]
    public void CountBinds_CountsPositionsAndNames(string sql, int count) => Assert.Equal(count, SqlStatement.CountBinds(SqlStatement.ReadAll(sql)));

    [Theory]
    [InlineData("'open")]
    [InlineData("\"open")]
    [InlineData("$$open")]
    [InlineData("/* open")]
    public void Tokenizer_Unclosed_IsASyntaxError(string sql) => Assert.Equal("001003", Assert.Throws<SqlFailure>(() => Tokenizer.Read(sql)).Code);

    [Theory]
    [InlineData("((1)")]
    [InlineData("(1]")]
    [InlineData("1)")]
    public void Nest_BracketsThatDoNotMatch_AreASyntaxError(string sql) => Assert.Equal("001003", Assert.Throws<SqlFailure>(() => SqlStatement.ReadAll(sql)).Code);

    [Fact]
    public void Nest_TooDeep_IsASyntaxErrorNotACrash() =>
        Assert.Throws<SqlFailure>(() => SqlStatement.ReadAll(new string('(', 100_000)));

    private static string Translate(string sql, SqlScope? scope = null)
    {
        var translator = Make(sql, out var nodes, scope);
        return translator.Translate(nodes);
    }

    private static Translator Make(string sql, out List<Node> nodes, SqlScope? scope = null)
    {
        nodes = SqlStatement.ReadAll(sql)[0].Nodes;
        return new Translator(sql, scope ?? new SqlScope { User = "U", SessionId = 1 });
    }
}
