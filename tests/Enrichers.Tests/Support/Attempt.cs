using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Support;

/// <summary>One statement as a script says it; the analysis is what the gateway's analyzer would say.</summary>
public sealed record Attempt
{
    public string Sql { get; init; } = "select 1";
    public StatementClass Class { get; init; } = StatementClass.Query;
    public string Verb { get; init; } = "SELECT";
    public string[] Reads { get; init; } = [];
    public string[] Writes { get; init; } = [];
    public string[] Stages { get; init; } = [];
    public string[] Urls { get; init; } = [];
    public string[] Columns { get; init; } = [];
    public string[] Flags { get; init; } = [];
    public string? Fingerprint { get; init; }
    public string Agent { get; init; } = "insights-agent";
    public string Session { get; init; } = "s1";
    public Job? Job { get; init; }
    public Dictionary<string, string> Claims { get; init; } = [];
    public DecisionAction Decision { get; init; } = DecisionAction.Allow;
    public string? Rule { get; init; }
    public ApprovalOutcome? Approval { get; init; }
    public StatementOutcome Outcome { get; init; } = StatementOutcome.Success;
    public string? Code { get; init; }
    public long Rows { get; init; }
    public long Bytes { get; init; }
    public bool DescribeOnly { get; init; }
    public bool Recovered { get; init; }
}
