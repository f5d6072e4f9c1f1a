using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Recording;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Approval;

/// <summary>
/// Where held statements wait. A decision is single, durable before it takes effect, and bound to the statement exactly as it was held.
/// </summary>
public sealed partial class ApprovalDesk
{
    private readonly ConcurrentDictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal ApprovalDesk(AuditLog audit, TimeProvider time, ILogger log) => (_audit, _time, _log) = (audit, time, log);

    /// <summary>Raised after a statement was held. Handlers must be quick.</summary>
    public event Action<HeldStatement>? Held;

    /// <summary>Raised after a held statement was decided, expired or was cancelled. Handlers must be quick.</summary>
    public event Action<HeldStatement, ApprovalOutcome>? Decided;

    /// <summary>What waits, oldest first.</summary>
    public IReadOnlyList<HeldStatement> List() =>
        [.. _holds.Values.Where(hold => !hold.Ended.IsCompleted).Select(hold => hold.Statement).OrderBy(held => held.RequestedAt)];

    /// <summary>Lets a held statement run.</summary>
    /// <param name="id">Its <see cref="HeldStatement.Id"/>.</param>
    /// <param name="by">Who decides; not the agent that asked.</param>
    /// <param name="reason">Why; recorded.</param>
    public Task<ApprovalResult> ApproveAsync(string id, string by, string reason) => DecideAsync(id, new(ApprovalOutcome.Approved, by, reason));

    /// <summary>Refuses a held statement; the agent reads the reason.</summary>
    /// <param name="id">Its <see cref="HeldStatement.Id"/>.</param>
    /// <param name="by">Who decides; not the agent that asked.</param>
    /// <param name="reason">Why; recorded and shown to the agent.</param>
    public Task<ApprovalResult> DenyAsync(string id, string by, string reason) => DecideAsync(id, new(ApprovalOutcome.Denied, by, reason));

    /// <summary>Holds a statement; its request must be durable before.</summary>
    /// <exception cref="LedgerUnavailableException">The hold is not durable.</exception>
    internal async Task<Hold> HoldAsync(HeldStatement statement)
    {
        await _audit.AppendAsync(statement.Agent.Subject, new ApprovalRequested
        {
            ApprovalId = statement.Id,
            StatementId = statement.StatementId,
            SessionId = statement.SessionId,
            Agent = statement.Agent,
            Job = statement.Job,
            Rule = statement.Rule,
            BindingHash = statement.BindingHash,
            ExpiresAt = statement.ExpiresAt,
        });
        var hold = new Hold(statement);
        _holds[statement.Id] = hold;
        Raise(() => Held?.Invoke(statement));
        return hold;
    }

    /// <summary>Ends a hold without a person: expiry, or the caller gave up. Does nothing when it has ended.</summary>
    internal async Task EndAsync(Hold hold, ApprovalOutcome outcome, string reason)
    {
        if (!hold.TryClaim())
            return;
        var end = new HoldEnd(outcome, null, reason);
        try
        {
            await RecordAsync(hold.Statement, end);
        }
        catch (LedgerException fault)
        {
            // The statement does not run either way; its completion tells the outcome once the ledger writes again
            LogNotRecorded(fault, hold.Statement.Id);
        }
        Finish(hold, end);
    }

    private async Task<ApprovalResult> DecideAsync(string id, HoldEnd end)
    {
        if (!_holds.TryGetValue(id, out var hold))
            return ApprovalResult.NotWaiting;
        if (string.Equals(end.By, hold.Statement.Agent.Subject, StringComparison.OrdinalIgnoreCase))
            return ApprovalResult.ByRequester;
        if (hold.Statement.ExpiresAt <= _time.GetUtcNow() || !hold.TryClaim())
            return ApprovalResult.NotWaiting;
        try
        {
            await RecordAsync(hold.Statement, end);
        }
        catch (LedgerException)
        {
            hold.Unclaim();
            return ApprovalResult.LedgerUnavailable;
        }
        Finish(hold, end);
        return ApprovalResult.Decided;
    }

    private Task<long> RecordAsync(HeldStatement held, HoldEnd end) => _audit.AppendAsync(held.Agent.Subject, new ApprovalDecided
    {
        ApprovalId = held.Id,
        StatementId = held.StatementId,
        SessionId = held.SessionId,
        Agent = held.Agent,
        Outcome = end.Outcome,
        DecidedBy = end.By,
        Reason = end.Reason,
        RequestedAt = held.RequestedAt,
    });

    private void Finish(Hold hold, HoldEnd end)
    {
        _holds.TryRemove(hold.Statement.Id, out _);
        hold.End(end);
        Raise(() => Decided?.Invoke(hold.Statement, end.Outcome));
    }

    private void Raise(Action notify)
    {
        try
        {
            notify();
        }
#pragma warning disable CA1031 // A listener's fault must not decide about a statement
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogListenerFailed(fault);
        }
    }

    [LoggerMessage(110, LogLevel.Error, "The end of hold {ApprovalId} could not be recorded")]
    private partial void LogNotRecorded(Exception fault, string approvalId);

    [LoggerMessage(111, LogLevel.Warning, "A listener of the approval desk failed")]
    private partial void LogListenerFailed(Exception fault);
}
