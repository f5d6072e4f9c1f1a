using Snowtrail.AnalystConsole;
using Snowtrail.Proxy.Approval;

namespace Snowtrail.App.Run;

/// <summary>The gateway's desk as the console knows it.</summary>
internal sealed class ApprovalBridge(ApprovalDesk desk) : IApprovalDesk
{
    public IReadOnlyList<WaitingApproval> Waiting() =>
    [
        .. desk.List().Select(held => new WaitingApproval(
            held.Id, held.StatementId, held.SessionId, held.Agent.Subject, held.Job?.Name,
            (held.Job?.Trust.ToString() ?? "None").ToLowerInvariant(), held.Rule, held.SqlText, held.RequestedAt, held.ExpiresAt)),
    ];

    public async Task<string?> DecideAsync(string id, bool approve, string by, string reason, CancellationToken cancellation)
    {
        var result = await (approve ? desk.ApproveAsync(id, by, reason) : desk.DenyAsync(id, by, reason));
        return result switch
        {
            ApprovalResult.Decided => null,
            ApprovalResult.ByRequester => "The agent that asked cannot decide.",
            ApprovalResult.LedgerUnavailable => "The audit ledger cannot write, so nothing was decided; see /health/ready.",
            _ => $"Nothing waits under {id}: it is unknown, decided already, expired or cancelled.",
        };
    }
}
