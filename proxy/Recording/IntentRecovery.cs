using Microsoft.Extensions.Logging;
using Snowtrail.Proxy.Lineage;
using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;
using AuditLedger = Snowtrail.Ledger.Ledger;

namespace Snowtrail.Proxy.Recording;

/// <summary>
/// At a start: every statement that an earlier run left without an end gets one, with outcome unknown. What such a statement may have written is
/// learned, as if it had.
/// </summary>
internal sealed partial class IntentRecovery(AuditLedger ledger, AuditLog audit, SharedLineage lineage, ILogger log)
{
    /// <summary>Returns how many were closed.</summary>
    public async Task<int> RunAsync(long from)
    {
        var open = await FindAsync(Math.Min(from, ledger.DurableNext), ledger.DurableNext);
        foreach (var request in open.Values)
        {
            Learn(request);
            await audit.AppendAsync(request.Agent.Subject, Unknown(request));
        }
        if (open.Count > 0)
            LogClosed(open.Count);
        return open.Count;
    }

    private async Task<Dictionary<string, StatementRequested>> FindAsync(long from, long end)
    {
        var open = new Dictionary<string, StatementRequested>(StringComparer.Ordinal);
        if (from >= end)
            return open;
        await foreach (var record in ledger.ReadAsync(from))
        {
            switch (AuditEvent.FromAvro(record.Payload.Span).Body)
            {
                // Repeats of a request id join the first and have no end of their own
                case StatementRequested { Attempt: 1 } request:
                    open[request.StatementId] = request;
                    break;
                case StatementCompleted completed:
                    open.Remove(completed.StatementId);
                    break;
            }
            if (record.Sequence + 1 >= end)
                break;
        }
        return open;
    }

    private void Learn(StatementRequested request)
    {
        if (request.DescribeOnly || request.Decision.Action == DecisionAction.Deny)
            return;
        var analysis = SqlAnalyzer.Analyze(request.SqlText, new(request.Context.Database, request.Context.Schema), null, lineage.Catalog);
        var changes = SharedLineage.Cautious(analysis.Statements.SelectMany(one => one.CatalogChanges));
        if (changes.Count > 0)
            lineage.Learn(changes);
    }

    private static StatementCompleted Unknown(StatementRequested request) => new()
    {
        StatementId = request.StatementId,
        SessionId = request.SessionId,
        Agent = request.Agent,
        RequestId = request.RequestId,
        Outcome = StatementOutcome.Unknown,
        Context = request.Context,
        Recovered = true,
    };

    [LoggerMessage(140, LogLevel.Warning, "{Count} statements of an earlier run had no end; they are recorded as unknown")]
    private partial void LogClosed(int count);
}
