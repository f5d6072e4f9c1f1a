namespace Snowtrail.Ledger;

/// <summary>Whether the ledger takes records.</summary>
public enum LedgerState
{
    /// <summary>Records are taken.</summary>
    Ready,

    /// <summary>Writing failed; appends are refused until an attempt to write again succeeds.</summary>
    Failed,

    /// <summary>Completed or disposed; no more records are taken.</summary>
    Closed,
}

/// <summary>The ledger's state at one moment.</summary>
/// <param name="State">Whether records are taken.</param>
/// <param name="Reason">Why not, for a person; null when ready.</param>
/// <param name="Since">When this state began.</param>
/// <param name="DurableNext">Every record below this sequence is on disk.</param>
/// <param name="QueuedRecords">Records that wait for the next commit.</param>
/// <param name="QueuedBytes">Their size, bytes.</param>
public sealed record LedgerHealth(
    LedgerState State, string? Reason, DateTimeOffset Since, long DurableNext, int QueuedRecords, long QueuedBytes);
