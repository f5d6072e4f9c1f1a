namespace Snowtrail.Proxy.Approval;

/// <summary>What became of an attempt to decide.</summary>
public enum ApprovalResult
{
    /// <summary>It is decided, recorded and in effect.</summary>
    Decided,

    /// <summary>Nothing with that id waits: unknown, decided already, expired or cancelled.</summary>
    NotWaiting,

    /// <summary>The agent that asked cannot decide.</summary>
    ByRequester,

    /// <summary>The ledger cannot write; nothing was decided.</summary>
    LedgerUnavailable,
}
