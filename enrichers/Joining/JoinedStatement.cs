using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Joining;

/// <summary>Both halves of a statement.</summary>
/// <param name="RequestEvent">The request's envelope.</param>
/// <param name="Request">The request, first attempt.</param>
/// <param name="CompletionEvent">The completion's envelope; null when it was given up.</param>
/// <param name="Completion">The completion.</param>
/// <param name="Approvals">Decisions on a held statement.</param>
/// <param name="Attempts">Arrivals of the same request id.</param>
internal sealed record JoinedStatement(
    AuditEvent RequestEvent,
    StatementRequested Request,
    AuditEvent? CompletionEvent,
    StatementCompleted? Completion,
    IReadOnlyList<ApprovalDecided> Approvals,
    int Attempts)
{
    /// <summary>True while a person has yet to decide: the statement comes again when it has ended.</summary>
    public bool Waits { get; init; }
}
