using System.Text;
using CsCheck;
using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Tests.Sql;

/// <summary>Changes to a text that must not change what it means, and texts without meaning.</summary>
public sealed class MetamorphicTests
{
    private static readonly string[] Samples =
    [
        "select c.card_number as n, substr(c.card_number, 1, 4) from cards c where c.id in (1, 2) order by n limit 5",
        "with x as (select card_number n from cards) select n, count(*) from x join orders o on x.n = o.n group by all",
        "insert into t (a, b) select a, b from s where a > 1",
        "merge into t using s on t.id = s.id when matched then update set a = s.a when not matched then insert (a) values (s.a)",
        "create or replace temp table x as select * from cards",
        "copy into @~/t/ from cards file_format = (type = parquet)",
        "update t set a = s.b from s where t.id = s.id",
        "select * from t pivot(sum(a) for m in ('x', 'y')) p",
        "alter session set query_tag = 'x'",
        "grant select on table t to role r",
        "delete from t using s where t.id = s.id",
        "create view v as select card_number from cards union all select n from orders",
    ];

    [Fact]
    public void Analyze_CaseBlanksComments_MeanNothing()
    {
        foreach (var sample in Samples)
        {
            var expected = Meaning(sample);
            var print = Sql.Analyze(sample).Fingerprint;
            Assert.DoesNotContain("Unknown", expected);
            foreach (var variant in Variants(sample))
            {
                Assert.Equal(expected, Meaning(variant));

                // The path of a stage has case, so capitals make it another one.
                var samePath = !sample.Contains('@') || variant.Contains("@~/t/", StringComparison.Ordinal);
                Assert.True(!samePath || print == Sql.Analyze(variant).Fingerprint, variant);
            }
        }
    }

    private static IEnumerable<string> Variants(string sql)
    {
        // Literals keep their case, and a stage's path its words.
        yield return UpperOutside(sql);
        yield return sql + ";";
        yield return sql + " ; ; -- end";
        yield return "  \r\n\t" + sql.Replace(" ", "\n\u00A0 ", StringComparison.Ordinal) + "\n";
        yield return sql.Replace(" ", " /* ; drop table x */ ", StringComparison.Ordinal);
        yield return sql.Replace(" ", " -- ' \" $$ (\n", StringComparison.Ordinal);
        yield return sql.Replace(" ", " // select\r\n", StringComparison.Ordinal);
    }

    private static string UpperOutside(string sql) =>
        string.Concat(sql.Split('\'').Select((part, i) => (i > 0 ? "'" : "") + (i % 2 == 0 ? part.ToUpperInvariant() : part)));

    [Theory]
    [InlineData("cards", "\"CARDS\"")]
    [InlineData("cards", "public.cards")]
    [InlineData("cards", "shop.public.cards")]
    [InlineData("cards", "shop..cards")]
    [InlineData("cards", "identifier('cards')")]
    [InlineData("cards", "table('cards')")]
    [InlineData("cards", "(select * from cards)")]
    [InlineData("cards", "((select * from cards))")]
    public void Analyze_OtherSpellingOfTable_ReadsTheSame(string from, string to)
    {
        const string Sample = "select z.card_number from cards as z where z.id = 1";
        var variant = Sample.Replace(from + " ", to + " ", StringComparison.Ordinal);
        Assert.Equal(Sql.One(Sample).Reads, Sql.One(variant).Reads);
        Assert.Equal(Sql.Lineage(Sample), Sql.Lineage(variant));
    }

    [Fact]
    public void Analyze_Wrapped_KeepsReadsAndLineage()
    {
        foreach (var sample in Samples.Where(one => one.StartsWith("select", StringComparison.Ordinal) && !one.Contains("substr", StringComparison.Ordinal)))
        {
            var wrapped = $"with w as ({sample}) select * from w";
            Assert.Equal(Sql.One(sample).Reads, Sql.One(wrapped).Reads);
            Assert.Equal(Sql.Lineage(sample), Sql.Lineage(wrapped));
            Assert.Equal(Sql.One(sample).Reads, Sql.One($"select * from ({sample}) w").Reads);
            Assert.Equal(Sql.One(sample).Reads, Sql.One($"create table w as {sample}").Reads);
            Assert.Equal(Sql.One(sample).Reads, Sql.One($"explain {sample}").Reads);
        }
    }

    [Fact]
    public void Analyze_AnyText_NeverThrows() =>
        Gen.String.Sample(text =>
        {
            Sql.Analyze(text);
            SqlComments.Read(text);
            SqlRedactor.Redact(text);
        }, iter: 5_000);

    [Fact]
    public void Analyze_ShuffledTokens_NeverThrows()
    {
        var words = string.Join(' ', Samples).Split(' ').Concat(
            ["(", ")", ";", ",", "'", "\"", "$$", "/*", "*/", "--", "@", "@~/x", "$1", "$v", "?", ":", "::", "->>", "begin", "end", "declare", "case", "table(", "identifier(", "as", "*", ".", "with", "using", "lateral", "values", "[", "]", "{", "}"]).ToArray();
        Gen.Int[0, words.Length - 1].Array[0, 40].Sample(picks =>
        {
            Sql.Analyze(string.Join(' ', picks.Select(one => words[one])));
        }, iter: 20_000);
    }

    [Fact]
    public void Analyze_Cut_NeverThrows()
    {
        foreach (var sample in Samples)
        {
            for (var length = 0; length <= sample.Length; length++)
            {
                Sql.Analyze(sample[..length]);
                Sql.Analyze(sample[length..]);
            }
        }
    }

    [Fact]
    public void Analyze_NoVerb_IsUnknown() =>
        Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789 ().,*='\""].Array[1, 30].Sample(chars =>
        {
            var text = "zz" + new string(chars);
            Assert.Equal(StatementClass.Unknown, Sql.Analyze(text).Class);
        }, iter: 5_000);

    private static string Meaning(string sql)
    {
        var text = new StringBuilder();
        foreach (var one in Sql.Analyze(sql).Statements)
        {
            text.Append(one.Class).Append(' ').Append(one.Verb).Append(' ').Append(one.Flags).Append(' ').AppendJoin(',', one.Reads).Append('>').AppendJoin(',', one.Writes)
                .Append(' ').AppendJoin(',', one.Functions).Append(' ').AppendJoin(',', one.Stages.Select(stage => stage.ToUpperInvariant()))
                .Append(' ').AppendJoin(',', one.PredicateColumns);
        }

        return text.Append(Sql.Lineage(sql)).ToString();
    }
}
