using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Approval;

/// <summary>How a hold ended.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="By">Who decided; null for expiry and cancelling.</param>
/// <param name="Reason">Why.</param>
internal sealed record HoldEnd(ApprovalOutcome Outcome, string? By, string Reason);
