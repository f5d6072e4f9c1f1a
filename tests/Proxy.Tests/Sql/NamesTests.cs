using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

public sealed class NamesTests
{
    [Theory]
    [InlineData("select * from identifier(?)", "1", "cards")]
    [InlineData("select ?, a from identifier(?)", "2", "public.cards")]
    [InlineData("select * from table(?)", "1", "shop.public.cards")]
    [InlineData("select * from identifier(:1)", "1", "cards")]
    [InlineData("select * from identifier(:t)", "t", "cards")]
    public void Analyze_BoundName_IsResolved(string sql, string key, string value)
    {
        var analysis = SqlAnalyzer.Analyze(sql, Sql.Names, new Dictionary<string, string?> { [key] = value });
        Assert.Equal("SHOP.PUBLIC.CARDS", Assert.Single(analysis.Reads).ToString());
        Assert.False(analysis.Flags.HasFlag(StatementFlags.Dynamic));
    }

    [Fact]
    public void Analyze_BoundNameThatIsNone_IsDynamic() =>
        Assert.True(SqlAnalyzer.Analyze("select * from identifier(?)", Sql.Names, new Dictionary<string, string?> { ["1"] = "a b; c" }).Flags.HasFlag(StatementFlags.Dynamic));

    [Fact]
    public void Analyze_NoSessionNames_KeepsPartsOpen()
    {
        var read = Assert.Single(SqlAnalyzer.Analyze("select * from cards", SessionNames.None).Reads);
        Assert.Equal(new ObjectName(null, null, "CARDS"), read);
        Assert.True(read.CouldBe(new ObjectName("SHOP", "PUBLIC", "CARDS")));
        Assert.False(read.CouldBe(new ObjectName("SHOP", "PUBLIC", "ORDERS")));
    }

    [Fact]
    public void Analyze_UseInText_MovesLaterNames()
    {
        var analysis = Sql.Analyze("select * from a; use schema s2; select * from a; use database d; select * from a; use x.y; select * from a; create schema z; select * from a");
        Assert.Equal(["SHOP.PUBLIC.A", "SHOP.S2.A", "D.PUBLIC.A", "X.Y.A", "X.Z.A"], analysis.Reads.Select(one => one.ToString()));
    }

    [Theory]
    [InlineData("select 1; drop table t", 2, StatementClass.Ddl)]
    [InlineData("select 1; selec 2; select 3", 3, StatementClass.Unknown)]
    [InlineData("begin transaction; insert into t values (1); commit;", 3, StatementClass.Dml)]
    [InlineData("begin; delete from t; rollback", 3, StatementClass.Dml)]
    [InlineData("begin select 1; end; select 2", 2, StatementClass.Call)]
    [InlineData("create procedure p() returns int as begin let x int := 1; return x; end; select 2", 2, StatementClass.Call)]
    [InlineData("create procedure p() returns int language sql as $$ begin drop table t; end; $$; select ';'", 2, StatementClass.Call)]
    public void Analyze_ManyStatements_AreSplit(string sql, int count, StatementClass riskiest)
    {
        var analysis = Sql.Analyze(sql);
        Assert.Equal((count, riskiest), (analysis.Statements.Count, analysis.Class));
    }

    [Fact]
    public void Analyze_Script_ShowsWhatIsInside()
    {
        var analysis = Sql.Analyze(
            """
            declare
              total number default 0;
              c cursor for select id from orders;
            begin
              for r in c do
                if (r.id > 1) then
                  insert into log select card_number from cards where id = :total;
                elseif (r.id = 0) then
                  delete from t;
                else
                  case (r.id) when 1 then drop table u; else total := case when 1 = 1 then 2 else 3 end; end case;
                end if;
              end for;
              let rs resultset := (select email from customers);
              begin
                execute immediate :stmt;
              exception when other then return 'x';
              end;
              return table(rs);
            end;
            select 1;
            """);
        Assert.Equal(2, analysis.Statements.Count);
        Assert.Equal(["SHOP.PUBLIC.ORDERS", "SHOP.PUBLIC.CARDS", "SHOP.PUBLIC.CUSTOMERS"], analysis.Reads.Select(one => one.ToString()));
        Assert.Equal(["SHOP.PUBLIC.LOG", "SHOP.PUBLIC.T", "SHOP.PUBLIC.U"], analysis.Writes.Select(one => one.ToString()));
        Assert.Superset(new HashSet<StatementClass> { StatementClass.Dml, StatementClass.Ddl, StatementClass.Query }, analysis.Classes.ToHashSet());
        Assert.True(analysis.Flags.HasFlag(StatementFlags.Dynamic | StatementFlags.ScriptingBlock));
        Assert.True(analysis.FullyParsed);
    }

    [Theory]
    [InlineData("begin selec 1; end", true)]
    [InlineData("begin select 1 from t x y; end", false)]
    [InlineData("execute immediate 'selec 1'", false)]
    public void Analyze_ScriptWithTypo_IsCallAtBest(string sql, bool call) =>
        Assert.Equal(call ? StatementClass.Call : StatementClass.Unknown, Sql.Analyze(sql).Class);

    [Fact]
    public void Analyze_TooLong_IsUnknown() =>
        Assert.Equal(StatementClass.Unknown, SqlAnalyzer.Analyze("select 1", Sql.Names, options: new SqlAnalyzerOptions { TextLengthMax = 3 }).Class);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("f(", ")")]
    [InlineData("(select ", ")")]
    [InlineData("case when ", " then 1 end")]
    [InlineData("not (", ")")]
    public void Analyze_TooDeep_IsUnknown(string open, string close)
    {
        var sql = "select " + string.Concat(Enumerable.Repeat(open, 50_000)) + "1" + string.Concat(Enumerable.Repeat(close, 50_000));
        Assert.Equal(StatementClass.Unknown, Sql.Analyze(sql).Class);
        var shallow = "select " + string.Concat(Enumerable.Repeat(open, 20)) + "1" + string.Concat(Enumerable.Repeat(close, 20));
        Assert.Equal(StatementClass.Query, Sql.Analyze(shallow).Class);
    }

    [Fact]
    public void Analyze_DeepSourcesAndBlocks_AreUnknown()
    {
        Assert.Equal(StatementClass.Unknown, Sql.Analyze("select * from " + new string('(', 30_000) + "t" + new string(')', 30_000)).Class);
        Assert.Equal(StatementClass.Unknown, Sql.Analyze(string.Concat(Enumerable.Repeat("explain ", 50_000)) + "select 1").Class);
        Assert.Equal(StatementClass.Unknown, Sql.Analyze(new string('(', 100_000)).Class);
    }

    [Theory]
    [InlineData(" or a = 1")]
    [InlineData(" union all select a from t")]
    [InlineData(", t")]
    [InlineData(" join t on true")]
    public void Analyze_LongChain_IsReadInTime(string link)
    {
        var sql = "select a from t where a = 1".Replace("where a = 1", link.StartsWith(" or", StringComparison.Ordinal) ? "where a = 1" : "") + string.Concat(Enumerable.Repeat(link, 10_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(StatementClass.Query, Sql.Analyze(sql).Class);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    public static TheoryData<string> Hostile => [.. HostileTexts.Keys];

    private static readonly Dictionary<string, Func<int, string>> HostileTexts = new(StringComparer.Ordinal)
    {
        ["rename"] = n => "select * rename (" + Many(", ", n, i => $"a{i} as b{i}") + ") from t",
        ["replace"] = n => "select * replace (" + Many(", ", n, i => $"1 as b{i}") + ") from t",
        ["exclude"] = n => "select * exclude (" + Many(", ", n, i => $"a{i}") + ") from t",
        ["identifier"] = n => "select * from " + Many(", ", n, _ => "identifier(?)"),
        ["union"] = n => Many(" union all ", n, i => $"select a from t{i}"),
        ["statements"] = n => Many("; ", n / 4, i => $"insert into t select a from t{i}"),
        ["columns"] = n => "create table t (" + Many(", ", n, i => $"c{i} int") + "); insert into t select " + Many(", ", n, i => $"c{i}") + " from s",
        ["columns and tables"] = n => "select " + Many(", ", n, i => $"c{i}") + " from " + Many(", ", n / 10, i => $"t{i}"),
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Analyze_TextMadeToBeSlow_TakesTimeInProportion(string kind)
    {
        var bind = new Dictionary<string, string?> { ["1"] = "t" };
        double Seconds(int size)
        {
            var sql = HostileTexts[kind](size);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.True(SqlAnalyzer.Analyze(sql, Sql.Names, bind).FullyParsed);
            return watch.Elapsed.TotalSeconds;
        }

        // Four times the text: 4 in proportion, 16 and more when each part looks at all the others. The best of several rounds, for others use the machine.
        Seconds(1_000);
        var (small, large) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3 || (large / small > 10 && round < 12); round++)
            (small, large) = (Math.Min(small, Seconds(5_000)), Math.Min(large, Seconds(20_000)));
        TestContext.Current.TestOutputHelper!.WriteLine($"{kind}: {small:F3} s, {large:F3} s, {large / small:F1} times");
        Assert.InRange(large / small, 0, 10);
    }

    private static string Many(string between, int count, Func<int, string> one) => string.Join(between, Enumerable.Range(0, count).Select(one));
}
