using System.Text.RegularExpressions;
using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Proxy.Sql;

namespace Snowtrail.Enrichers.Tests.Detections;

/// <summary>The gateway's analyzer says of every example what the example says of itself, so the detections meet what really comes.</summary>
public partial class AnalyzerAgreementTests
{
    public static TheoryData<string> Texts() =>
        [.. ExampleFile.All.SelectMany(file => file.Examples).SelectMany(example => example.Statements).Select(statement => statement.Sql).Distinct()];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Analyze_ExampleText_SaysWhatTheExampleSays(string sql)
    {
        var example = ExampleFile.All.SelectMany(file => file.Examples).SelectMany(one => one.Statements).First(one => one.Sql == sql).Attempt();

        var analysis = SqlAnalyzer.Analyze(sql, new SessionNames("SHOP", "PUBLIC"));

        Assert.Equal(example.Class.ToString(), analysis.Class.ToString());
        Assert.Equal(example.Reads, analysis.BaseReads.Select(name => name.ToString()));
        Assert.Equal(example.Verb, Assert.Single(analysis.Statements).Verb);
        Assert.Equal(example.Stages.Select(Normal).Order(), analysis.Stages.Select(Normal).Order());
        var flags = Enum.GetValues<StatementFlags>().Where(flag => flag != StatementFlags.None && analysis.Flags.HasFlag(flag)).Select(Snake).ToArray();
        Assert.Equal(Seen(example.Flags), Seen(flags));
        if (example.Verb == "CREATE STAGE")
            Assert.Equal(example.Writes, analysis.Writes.Select(name => name.ToString()));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Analyze_SameMeaningWrittenDifferently_SameFacts(string sql)
    {
        string[] variants =
        [
            sql + ";", $"/* {{\"app\":\"dbt\"}} */ {sql}", $"{sql} -- the end", sql.Replace(" ", "\n\t ", StringComparison.Ordinal),
            sql.Contains('"') || sql.Contains("@~") ? sql : sql.ToUpperInvariant(), sql.Replace(" from ", " /* here */ from /* there */ ", StringComparison.Ordinal),
        ];
        foreach (var variant in variants)
            Assert.Equal(Facts(sql), Facts(variant));
    }

    private static string Facts(string sql)
    {
        var analysis = SqlAnalyzer.Analyze(sql, new SessionNames("SHOP", "PUBLIC"));
        // The path within a stage is told apart by case, so there the fingerprint is too
        var fingerprint = analysis.Stages.Count == 0 ? analysis.Fingerprint : "";
        return $"{analysis.Class} {analysis.Statements[0].Verb} {string.Join(',', analysis.BaseReads)} {string.Join(',', analysis.Stages.Select(Normal))} {analysis.Flags} {fingerprint}";
    }

    private static Snowtrail.Enrichers.Detections.Effects Seen(string[] flags) => Snowtrail.Enrichers.Detections.EffectNames.Read(flags);

    private static string Normal(string stage) => Snowtrail.Enrichers.Detections.StageName.Normalize(stage, Script.Context);

    private static string Snake(StatementFlags flag) => Capital().Replace(flag.ToString(), "_$0").ToUpperInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
