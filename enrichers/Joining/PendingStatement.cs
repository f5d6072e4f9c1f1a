using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Joining;

/// <summary>A statement of which only a part has come.</summary>
internal sealed class PendingStatement
{
    /// <summary>The first attempt seen so far.</summary>
    public AuditEvent? RequestEvent { get; set; }

    /// <summary>Body of <see cref="RequestEvent"/>.</summary>
    public StatementRequested? Request => RequestEvent?.Body as StatementRequested;

    /// <summary>Arrivals of the same request id.</summary>
    public int Attempts { get; set; }

    /// <summary>The completion, when it came first.</summary>
    public AuditEvent? CompletionEvent { get; set; }

    /// <summary>Decisions on the hold, oldest first.</summary>
    public List<AuditEvent> Decisions { get; } = [];
}
