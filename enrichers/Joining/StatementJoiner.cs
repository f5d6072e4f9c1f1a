using Snowtrail.Enrichers.State;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Joining;

/// <summary>
/// Joins what is said of one statement, by its id, in whatever order it comes. Each statement is joined once: when request and completion are
/// both there, or when it waits so long that others need its place.
/// </summary>
internal sealed class StatementJoiner(int pendingMax, int joinedMax)
{
    private const int DecisionsMax = 16;
    private readonly RecencyMap<string, PendingStatement> _pending = new(pendingMax);
    private readonly SeenSet _joined = new(joinedMax);

    /// <summary>Statements that wait for their other half.</summary>
    public int Waiting => _pending.Count;

    /// <summary>A statement that was given up to make room while the last part was taken, or null.</summary>
    public JoinedStatement? GivenUp { get; private set; }

    public JoinedStatement? Requested(AuditEvent envelope, StatementRequested request)
    {
        if (Open(request.StatementId) is not { } pending)
            return null;
        pending.Attempts = Math.Max(pending.Attempts, request.Attempt);
        if (pending.Request is not { } earlier || request.Attempt < earlier.Attempt)
            pending.RequestEvent = envelope;
        return Join(request.StatementId, pending);
    }

    /// <summary>What is known of a statement that begins to wait for a person; null when it is known to have ended, or is not known yet.</summary>
    public JoinedStatement? Held(ApprovalRequested hold)
    {
        GivenUp = null;
        return _pending.TryPeek(hold.StatementId, out var pending) && pending is { Request: not null, CompletionEvent: null, Decisions.Count: 0 }
            ? Made(pending) with { Waits = true }
            : null;
    }

    public void Decided(AuditEvent envelope, ApprovalDecided decision)
    {
        if (Open(decision.StatementId) is not { } pending || pending.Decisions.Count == DecisionsMax)
            return;
        var at = pending.Decisions.Count;
        while (at > 0 && pending.Decisions[at - 1].Sequence > envelope.Sequence)
            at--;
        pending.Decisions.Insert(at, envelope);
    }

    public JoinedStatement? Completed(AuditEvent envelope, StatementCompleted completion)
    {
        if (Open(completion.StatementId) is not { } pending)
            return null;
        pending.CompletionEvent ??= envelope;
        return Join(completion.StatementId, pending);
    }

    public void Write(StateWriter writer)
    {
        writer.Count(_pending.Count);
        foreach (var (id, pending) in _pending.Entries)
        {
            writer.Text(id);
            writer.Long(pending.Attempts);
            Write(writer, pending.RequestEvent);
            Write(writer, pending.CompletionEvent);
            writer.Count(pending.Decisions.Count);
            foreach (var decision in pending.Decisions)
                writer.Bytes(decision.ToAvro());
        }

        _joined.Write(writer);
    }

    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var id = reader.Text();
            var pending = new PendingStatement
            {
                Attempts = (int)reader.Long(), RequestEvent = ReadEvent(reader), CompletionEvent = ReadEvent(reader),
            };
            for (var decisions = reader.Count(); decisions > 0; decisions--)
                pending.Decisions.Add(AuditEvent.FromAvro(reader.Bytes()));
            _pending.Set(id, pending);
        }

        _joined.Read(reader);
    }

    private PendingStatement? Open(string id)
    {
        GivenUp = null;
        if (_joined.Contains(id))
            return null;
        if (_pending.TryPeek(id, out var pending))
            return pending;
        pending = new PendingStatement();
        if (_pending.Set(id, pending) is { } oldest)
            GiveUp(oldest.Key, oldest.Value);
        return pending;
    }

    private JoinedStatement? Join(string id, PendingStatement pending)
    {
        if (pending.Request is null || pending.CompletionEvent is null)
            return null;
        _pending.Remove(id);
        _joined.Add(id);
        return Made(pending);
    }

    // Without a request there is nothing to show; a request that is only a repetition has been shown before
    private void GiveUp(string id, PendingStatement pending)
    {
        if (pending.Request is not { Attempt: 1 })
            return;
        _joined.Add(id);
        GivenUp = Made(pending);
    }

    private static JoinedStatement Made(PendingStatement pending) => new(
        pending.RequestEvent!,
        pending.Request!,
        pending.CompletionEvent,
        pending.CompletionEvent?.Body as StatementCompleted,
        [.. pending.Decisions.Select(decision => (ApprovalDecided)decision.Body)],
        pending.Attempts);

    private static void Write(StateWriter writer, AuditEvent? value)
    {
        writer.Bool(value is not null);
        if (value is not null)
            writer.Bytes(value.ToAvro());
    }

    private static AuditEvent? ReadEvent(StateReader reader) => reader.Bool() ? AuditEvent.FromAvro(reader.Bytes()) : null;
}
