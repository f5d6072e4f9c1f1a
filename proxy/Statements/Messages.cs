using Snowtrail.Proxy.Upstream;

namespace Snowtrail.Proxy.Statements;

/// <summary>What drivers read when the gateway itself has something to say.</summary>
internal static class Messages
{
    private const string AccessControl = "SQL access control error:\n";

    public const string LedgerUnavailable = AccessControl
        + "Refused by the gateway: its audit ledger cannot be written, and no statement runs without a record. Ask the people who run this gateway.";

    public const string Cancelled = "SQL execution canceled";

    public const string ContextChanged = AccessControl
        + "Refused by the gateway: role, warehouse, database or schema of the session changed while the statement waited for approval. Run it again.";

    public const string Stale = AccessControl
        + "Refused by the gateway: what the statement reads was changed by another one while it was decided. Run it again.";

    public const string SessionEnded = AccessControl + "Refused by the gateway: the session ended while the statement waited for approval.";

    public const string SessionGone = "Session no longer exists. New login required to access the service.";

    public const string Transfer = AccessControl
        + "Refused by the gateway: the answer would let bytes pass round it (file transfer). Ask the people who run this gateway.";

    public const string Internal = "SQL execution internal error: the gateway could not complete the statement. Ask the people who run it.";

    public const string OtherStatement = AccessControl + "Refused by the gateway: this request id was used before for another statement.";

    public const string TooMany = "The gateway runs as many statements as it may; try again later.";

    public const string Draining = "The gateway is stopping and takes no more statements.";

    public static string Upstream(UpstreamException fault) => $"SQL execution internal error: {fault.Message}.";

    public static string Unreadable(string reason) => $"SQL execution internal error: the gateway withheld an answer that it cannot inspect ({reason}).";
}
