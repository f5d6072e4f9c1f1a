using Snowtrail.Enrichers.Joining;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>Says how an attempt was decided and how it ended.</summary>
internal static class DecisionWords
{
    public static string Of(JoinedStatement statement) => statement.Request.Decision.Action switch
    {
        DecisionAction.Deny => Refused(statement.Request.Decision.Rule),
        DecisionAction.RequireApproval => Held(statement),
        _ => Ended("allowed", statement.Completion),
    };

    private static string Refused(string? rule) => rule is null ? "refused" : $"refused by {rule}";

    private static string Held(JoinedStatement statement)
    {
        var outcome = statement.Completion?.Outcome;
        if (statement.Approvals.Count == 0)
            return outcome switch
            {
                // Answered without a person: a describe of a held statement
                StatementOutcome.Success or StatementOutcome.Failure => Ended("allowed", statement.Completion),
                StatementOutcome.Cancelled => "held, cancelled",
                StatementOutcome.Refused => "held, refused",
                StatementOutcome.Unknown => "held, outcome unknown",
                _ => "held",
            };
        var last = statement.Approvals[^1];
        return last.Outcome switch
        {
            ApprovalOutcome.Approved => Ended($"held, approved by {last.DecidedBy ?? "nobody named"}", statement.Completion),
            ApprovalOutcome.Denied => $"held, denied by {last.DecidedBy ?? "nobody named"}",
            ApprovalOutcome.Expired => "held, expired",
            _ => "held, cancelled",
        };
    }

    private static string Ended(string decided, StatementCompleted? completion) => completion?.Outcome switch
    {
        StatementOutcome.Success => decided,
        StatementOutcome.Failure => $"{decided}, failed",
        StatementOutcome.Refused => $"{decided}, then refused",
        StatementOutcome.Cancelled => $"{decided}, cancelled",
        _ => $"{decided}, outcome unknown",
    };
}
