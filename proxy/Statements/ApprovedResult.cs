using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Statements;

/// <summary>
/// Who was allowed a result may read it again: some drivers fetch every asynchronous result by <c>RESULT_SCAN</c>. Masks apply as ever.
/// </summary>
internal static class ApprovedResult
{
    /// <summary>The verdict without the hold when the text reads nothing but results of this session that already ran.</summary>
    public static Verdict Of(GatewaySession session, SqlAnalysis analysis, Verdict verdict) =>
        verdict.Action == DecisionAction.RequireApproval && analysis.Statements.Count > 0 && analysis.Statements.All(one => ReadsOnlyResults(session, one))
            ? verdict with { Action = DecisionAction.Allow, ExpiresAfter = null, Reason = $"Reads only the result of a query that this session was allowed. {verdict.Reason}" }
            : verdict;

    private static bool ReadsOnlyResults(GatewaySession session, SqlStatement statement) =>
        statement is { Class: Sql.StatementClass.Query, Reads.Count: 0, Writes.Count: 0, Inner.Count: 0, Stages.Count: 0, ResultScans.Count: > 0 }
        && (statement.Flags & (StatementFlags.Dynamic | StatementFlags.UserFunction | StatementFlags.Call)) == 0
        && statement.ResultScans.All(id => session.Queries.TryGetValue(id, out var query) && query.Call is { Forwarded: true, Done.IsCompletedSuccessfully: true }
            && query.Call.Done.Result.Success);
}
