namespace Snowtrail.AnalystConsole;

/// <summary>A held statement, as the console and <c>snowtrail approvals list --json</c> show it.</summary>
/// <param name="Id">Id to approve or deny.</param>
/// <param name="StatementId">The held statement.</param>
/// <param name="SessionId">Its session.</param>
/// <param name="Agent">Subject of the agent that asks.</param>
/// <param name="Job">Job, when one is known.</param>
/// <param name="JobTrust"><c>attested</c>, <c>configured</c>, <c>claimed</c> or <c>none</c>.</param>
/// <param name="Rule">The rule that holds it.</param>
/// <param name="SqlText">The statement, secrets starred.</param>
/// <param name="RequestedAt">When it was asked, UTC.</param>
/// <param name="ExpiresAt">When it expires to deny, UTC.</param>
public sealed record WaitingApproval(
    string Id,
    string StatementId,
    string SessionId,
    string Agent,
    string? Job,
    string JobTrust,
    string Rule,
    string SqlText,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt);
