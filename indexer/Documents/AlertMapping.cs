using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>One document a finding.</summary>
internal static class AlertMapping
{
    public static void Map(Alert alert, FieldValues values)
    {
        values.Set(Fields.Timestamp, alert.Time);
        values.Set(Fields.EventKind, "alert");
        values.Set(Fields.EventCategory, ["database", "threat"]);
        values.Set(Fields.EventType, "indicator");
        values.Set(Fields.EventAction, "finding-raised");
        values.Set(Fields.EventSeverity, alert.Severity);
        values.Set(Fields.EventRiskScore, alert.Score);
        values.Set(Fields.EventRiskScoreNorm, alert.Score);
        values.Set(Fields.Message, alert.Summary);
        values.Set(Fields.RuleId, alert.RuleId);
        values.Set(Fields.RuleName, alert.RuleName);
        values.Set(Fields.RuleVersion, alert.RuleVersion);
        values.Set(Fields.PolicyDecision, alert.Decision);
        values.Set(Fields.SessionId, alert.SessionId);
        values.Set(Fields.ObjectsRead, alert.Objects);
        MapFinding(alert, values);
        MapThreat(alert.Techniques, values);
        PartyMapping.Map(alert.Agent, values);
        PartyMapping.MapRelated(values, alert.Agent.Subject, alert.Agent.OnBehalfOf);
        PartyMapping.Map(alert.Client, values);
        PartyMapping.Map(alert.Job, values);
    }

    private static void MapFinding(Alert alert, FieldValues values)
    {
        values.Set(Fields.FindingId, alert.AlertId);
        values.Set(Fields.FindingAction, alert.SuggestedAction);
        values.Set(Fields.FindingObserved, alert.Observed);
        values.Set(Fields.FindingEvidence, [.. alert.Evidence.Select(step => new FlatEntry[]
        {
            new("statement_id", step.StatementId), new("time", step.Time), new("step", step.Step), new("outcome", step.Outcome),
        })]);
    }

    private static void MapThreat(IReadOnlyList<Technique> techniques, FieldValues values)
    {
        if (techniques.Count == 0)
            return;
        var parts = techniques.Where(technique => technique.Id.Contains('.')).ToList();
        values.Set(Fields.ThreatFramework, "MITRE ATT&CK");
        values.Set(Fields.TacticId, [.. techniques.Select(technique => technique.TacticId).Distinct()]);
        values.Set(Fields.TacticName, [.. techniques.Select(technique => technique.TacticName).Distinct()]);
        values.Set(Fields.TechniqueId, [.. techniques.Select(technique => technique.Id.Split('.')[0]).Distinct()]);
        values.Set(Fields.TechniqueName, [.. techniques.Select(Whole).OfType<string>().Distinct()]);
        values.Set(Fields.SubtechniqueId, [.. parts.Select(technique => technique.Id)]);
        values.Set(Fields.SubtechniqueName, [.. parts.Select(technique => technique.Name)]);
    }

    // MITRE names a part after its whole: "Data Staged: Remote Data Staging"
    private static string? Whole(Technique technique) =>
        !technique.Id.Contains('.') ? technique.Name : technique.Name.Split(": ") is [var whole, _, ..] ? whole : null;
}
