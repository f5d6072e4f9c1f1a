using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>What was decided, by which rules, by whom, and what was masked.</summary>
internal static class PolicyMapping
{
    public static void Map(EnrichedStatement statement, FieldValues values)
    {
        var decision = statement.Request.Decision;
        var masked = statement.Completion?.Masked ?? [];
        values.Set(Fields.PolicyDecision, Words.Lower(decision.Action));
        values.Set(Fields.PolicyRule, decision.Rule);
        values.Set(Fields.PolicyRules, Rules(decision, masked));
        values.Set(Fields.PolicyObserved, decision.Observed);
        values.Set(Fields.PolicyReason, decision.Reason);
        values.Set(Fields.PolicyContact, decision.Contact);
        values.Set(Fields.PolicyVersion, decision.PolicyVersion);
        MapApproval(statement, values);
        if (masked.Count == 0)
            return;
        values.Set(Fields.PolicyMaskedColumns, [.. masked.Select(column => column.Column).Distinct()]);
        values.Set(Fields.PolicyMaskedCount, masked.Sum(column => column.Cells));
    }

    private static void MapApproval(EnrichedStatement statement, FieldValues values)
    {
        var last = statement.Approvals.Count > 0 ? statement.Approvals[^1] : null;
        values.Set(Fields.PolicyApprovalId, last?.ApprovalId ?? statement.Request.ApprovalId);
        if (last is null)
            return;
        values.Set(Fields.PolicyApprovalOutcome, Words.Lower(last.Outcome));
        values.Set(Fields.PolicyApprovalReason, last.Reason);
        values.Set(Fields.PolicyApprover, last.DecidedBy);
    }

    private static List<string> Rules(Decision decision, IReadOnlyList<MaskedColumn> masked)
    {
        var rules = new List<string>();
        if (decision.Rule is not null)
            rules.Add(decision.Rule);
        foreach (var rule in decision.MaskRules.Concat(masked.Select(column => column.Rule)))
        {
            if (!rules.Contains(rule))
                rules.Add(rule);
        }

        return rules;
    }
}
