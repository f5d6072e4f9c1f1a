using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;
using StatementClass = Snowtrail.Proxy.Sql.StatementClass;

namespace Snowtrail.Proxy.Tests.Policy;

/// <summary>Ready-made values for policy tests.</summary>
internal static class Some
{
    public static readonly ObjectName Customers = new("SHOP", "PUBLIC", "CUSTOMERS");
    public static readonly ObjectName Cards = new("SHOP", "PUBLIC", "CARDS");
    public static readonly ObjectName Orders = new("SHOP", "PUBLIC", "ORDERS");

    public static PolicySnapshot Sample { get; } = Policy(SamplePolicy.Yaml);

    public static PolicySnapshot Policy(string yaml)
    {
        var parse = PolicySnapshot.Parse(yaml);
        Assert.Empty(parse.Faults);
        return parse.Snapshot!;
    }

    /// <summary>A policy with these rules, indented by two.</summary>
    public static string Rules(string rules, string @default = "allow") => $"""
        version: 1
        contact: ops@example.org
        default: {@default}
        rules:
        {rules}
        """;

    public static SqlStatement Statement(StatementClass kind, string verb = "", params ObjectName[] reads) =>
        new() { Class = kind, Verb = verb, Reads = reads, BaseReads = reads };

    public static SqlAnalysis Analysis(params SqlStatement[] statements) => new()
    {
        Statements = statements,
        Fingerprint = "",
        NormalizedText = "",
        RedactedText = "",
        FullyParsed = true,
        Class = statements.Length == 0 ? StatementClass.Unknown : statements[0].Class,
        Classes = statements.Select(one => one.Class).ToHashSet(),
        Reads = [.. statements.SelectMany(one => one.Reads)],
        BaseReads = [.. statements.SelectMany(one => one.BaseReads)],
        Writes = [.. statements.SelectMany(one => one.Writes)],
        Stages = [],
        Urls = [],
        Functions = [],
        Flags = statements.Aggregate(StatementFlags.None, (flags, one) => flags | one.Flags),
    };

    public static SqlAnalysis Analyze(string sql) => SqlAnalyzer.Analyze(sql, new SessionNames("SHOP", "PUBLIC"));

    public static Verdict Decide(PolicySnapshot? policy, SqlAnalysis analysis, string? job = null, Trust trust = Trust.Configured, bool describe = false) =>
        PolicyEngine.Decide(policy, new PolicyInput { Agent = "agent-7", Job = job, JobTrust = job is null ? Trust.None : trust, Analysis = analysis, DescribeOnly = describe });
}
