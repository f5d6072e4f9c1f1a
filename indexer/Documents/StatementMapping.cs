using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Documents;

/// <summary>One document a statement.</summary>
internal static class StatementMapping
{
    public static void Map(EnrichedStatement statement, FieldValues values)
    {
        var request = statement.Request;
        MapEvent(statement, values);
        PartyMapping.Map(request.Agent, values);
        PartyMapping.MapRelated(values, request.Agent.Subject, request.Agent.OnBehalfOf, request.Context.User);
        PartyMapping.Map(request.Client, values);
        PartyMapping.Map(request.Context, values);
        MapJob(statement, values);
        MapStatement(statement, values);
        MapAnalysis(request.Analysis, values);
        if (statement.Completion is { } completion)
            CompletionMapping.Map(completion, values);
        PolicyMapping.Map(statement, values);
        MapRisk(statement, values);
    }

    private static void MapEvent(EnrichedStatement statement, FieldValues values)
    {
        values.Set(Fields.Timestamp, statement.RequestedAt);
        values.Set(Fields.EventKind, "event");
        values.Set(Fields.EventCategory, StatementKind.Categories(statement.Request.Analysis.Class));
        values.Set(Fields.EventType, StatementKind.Types(statement));
        values.Set(Fields.EventAction, Words.Action(statement.Request.Analysis.Verb));
        values.Set(Fields.EventOutcome, StatementKind.Outcome(statement));
        values.Set(Fields.EventReason, statement.Request.Decision.Reason);
        values.Set(Fields.EventStart, statement.RequestedAt);
        values.Set(Fields.EventEnd, statement.CompletedAt);
        values.Set(Fields.EventSequence, statement.Request.SessionSequence);
        string[] records = statement.CompletionEventId is { } completion ? [statement.RequestEventId, completion] : [statement.RequestEventId];
        values.Set(Fields.LedgerRecords, records);
        values.Set(Fields.DestinationDomain, statement.Request.Upstream);
        values.Set(Fields.RelatedHosts, statement.Request.Upstream);
    }

    private static void MapJob(EnrichedStatement statement, FieldValues values)
    {
        if (statement.Job is null)
            PartyMapping.Map(statement.Request.Job, values);
        else
            PartyMapping.Map(statement.Job, values);
        values.Set(Fields.JobClaims, statement.Request.Claims);
    }

    private static void MapStatement(EnrichedStatement statement, FieldValues values)
    {
        var request = statement.Request;
        values.Set(Fields.SessionId, request.SessionId);
        values.Set(Fields.DbQueryText, request.SqlText);
        values.Set(Fields.QueryBytes, request.SqlBytes);
        values.Set(Fields.QueryHash, request.SqlHash);
        values.Set(Fields.QueryRequestId, request.RequestId);
        values.Set(Fields.QueryAttempts, statement.Attempts);
        values.Set(Fields.QueryDescribeOnly, request.DescribeOnly);
        values.Set(Fields.QueryAsync, request.Async);
        values.Set(Fields.QueryInternal, request.Internal);
        values.Set(Fields.QueryBinds, [.. request.Binds.Select(bind => new FlatEntry[]
        {
            new("name", bind.Name), new("type", bind.Type), new("value", bind.Value), new("count", (long)bind.Count),
        })]);
    }

    private static void MapAnalysis(Analysis analysis, FieldValues values)
    {
        values.Set(Fields.DbOperation, analysis.Verb);
        values.Set(Fields.DbQuerySummary, StatementSummary.Of(analysis));
        values.Set(Fields.DbCollection, StatementSummary.OnlyObject(analysis));
        if (analysis.Statements > 1)
            values.Set(Fields.DbBatchSize, analysis.Statements);
        values.Set(Fields.QueryType, analysis.Verb);
        values.Set(Fields.QueryClass, Words.Lower(analysis.Class));
        values.Set(Fields.QueryParse, Words.Lower(analysis.Parse));
        values.Set(Fields.QueryStatements, analysis.Statements);
        values.Set(Fields.QueryFingerprint, analysis.Fingerprint);
        values.Set(Fields.QueryFunctions, analysis.Functions);
        values.Set(Fields.QueryFlags, analysis.Flags);
        values.Set(Fields.ObjectsRead, analysis.Reads);
        values.Set(Fields.ObjectsBaseRead, analysis.BaseReads);
        values.Set(Fields.ObjectsWritten, analysis.Writes);
        values.Set(Fields.ObjectsStages, analysis.Stages);
        values.Set(Fields.ObjectsUrls, analysis.Urls);
        values.Set(Fields.ObjectsColumns, analysis.Columns);
    }

    private static void MapRisk(EnrichedStatement statement, FieldValues values)
    {
        var risk = statement.Risk;
        values.Set(Fields.EventRiskScore, risk.Score);
        values.Set(Fields.EventRiskScoreNorm, risk.Score);
        values.Set(Fields.EventSeverity, Severity.Of(risk.Level));
        values.Set(Fields.RiskLevel, risk.Level);
        values.Set(Fields.RiskInputsDropped, risk.InputsDropped);
        values.Set(Fields.RiskInputs, [.. risk.Inputs.Select(input => new FlatEntry[]
        {
            new("rule", input.Rule), new("reason", input.Reason), new("weight", input.Weight), new("confidence", input.Confidence),
            new("asset", input.Asset), new("context", input.Context), new("contribution", input.Contribution),
        })]);
        values.Set(Fields.RiskBaseline, statement.Baseline);
        values.Set(Fields.RuleId, [.. statement.Detections.Select(detection => detection.RuleId)]);
        values.Set(Fields.RuleName, [.. statement.Detections.Select(detection => detection.Name)]);
        values.Set(Fields.RuleVersion, [.. statement.Detections.Select(detection => detection.Version)]);
        values.Set(Fields.FindingId, [.. statement.Detections.Select(detection => detection.AlertId)]);
    }
}
