using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>ECS categories and types of a statement.</summary>
internal static class StatementKind
{
    private static readonly string[] Database = ["database"];
    private static readonly string[] DatabaseAndIam = ["database", "iam"];

    public static IReadOnlyList<string> Categories(StatementClass @class) => @class == StatementClass.Dcl ? DatabaseAndIam : Database;

    public static IReadOnlyList<string> Types(EnrichedStatement statement)
    {
        var types = new List<string>(3) { Effect(statement.Request) };
        var outcome = statement.Completion?.Outcome;
        if (IsDenied(statement))
            types.Add("denied");
        else if (!IsHeld(statement))
            types.Add("allowed");
        if (outcome == StatementOutcome.Failure)
            types.Add("error");
        return types;
    }

    /// <summary>Refused by a rule, by a person, or by the end of waiting.</summary>
    public static bool IsDenied(EnrichedStatement statement) =>
        statement.Request.Decision.Action == DecisionAction.Deny || statement.Completion?.Outcome == StatementOutcome.Refused;

    /// <summary>Still waits for a person, so that it is neither allowed nor denied.</summary>
    private static bool IsHeld(EnrichedStatement statement) =>
        statement is { Request.Decision.Action: DecisionAction.RequireApproval, Completion: null, Approvals.Count: 0 };

    public static string Outcome(EnrichedStatement statement) => statement.Completion?.Outcome switch
    {
        StatementOutcome.Success => "success",
        StatementOutcome.Failure or StatementOutcome.Refused or StatementOutcome.Cancelled => "failure",
        _ => "unknown",
    };

    private static string Effect(StatementRequested request) => request.DescribeOnly ? "info" : request.Analysis.Class switch
    {
        StatementClass.Query or StatementClass.Unload or StatementClass.FileTransfer => "access",
        StatementClass.Dml or StatementClass.Dcl or StatementClass.Load => "change",
        StatementClass.Ddl => DdlEffect(request.Analysis.Verb),
        _ => "info",
    };

    private static string DdlEffect(string verb) =>
        verb.StartsWith("CREATE", StringComparison.OrdinalIgnoreCase) ? "creation"
        : verb.StartsWith("DROP", StringComparison.OrdinalIgnoreCase) ? "deletion"
        : "change";
}
