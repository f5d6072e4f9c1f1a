using Snowtrail.Enrichers.Joining;
using Snowtrail.Enrichers.State;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers;

/// <summary>
/// From what gateways wrote to what analysts read. A state machine without clock, chance or input but the events: the same events give the same
/// output, and an event that was applied before gives none. Not for use by several threads at once.
/// </summary>
public sealed class Enricher
{
    // Raised when the bytes change their meaning; an older snapshot is then left unread and the state made anew
    private const int SnapshotVersion = 2;
    private static readonly List<EnrichedEvent> Nothing = [];
    private readonly EnricherOptions _options;
    private readonly StatementJoiner _joiner;
    private readonly StatementEnricher _statements;
    private readonly RecencyMap<string, SequenceRuns> _gateways;
    private readonly RecencyMap<string, AgentState> _agents;

    /// <summary>Nothing is remembered yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Enricher(EnricherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _joiner = new(options.PendingMax, options.JoinedMax);
        _statements = new(options);
        _gateways = new(options.GatewaysMax);
        _agents = new(options.AgentsMax);
    }

    /// <summary>The highest sequence applied; -1 before the first event.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>Statements that wait for their other half.</summary>
    public int Waiting => _joiner.Waiting;

    /// <summary>Agents that were forgotten to make room, since this object was made.</summary>
    public long AgentsForgotten { get; private set; }

    /// <summary>Statements made into a document without completion to make room, since this object was made.</summary>
    public long StatementsGivenUp { get; private set; }

    /// <summary>
    /// Applies an event. A statement comes out once, when both its halves are there; log-ins, log-outs and refused requests come out as they are;
    /// alerts follow the statement that fired them, and those about a statement that waits for a person come while it waits and once more when
    /// it has ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">The event is of no kind that is known.</exception>
    public IReadOnlyList<EnrichedEvent> Apply(AuditEvent auditEvent)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        if (!IsNew(auditEvent))
            return [];
        IReadOnlyList<EnrichedEvent> made = auditEvent.Body switch
        {
            StatementRequested request => Join(_joiner.Requested(auditEvent, request)),
            StatementCompleted completion => Join(_joiner.Completed(auditEvent, completion)),
            ApprovalRequested hold => Held(hold),
            ApprovalDecided decision => Decided(auditEvent, decision),
            SessionOpened or SessionClosed or LoginFailed or RequestRefused => [PassedOn(auditEvent)],
            ResultDelivered or TransferBlocked or ControlApplied or GatewayStarted or GatewayStopped => [],
            _ => throw new InvalidOperationException($"no enrichment for a body of kind {auditEvent.Body?.GetType().Name ?? "null"}"),
        };
        Position = Math.Max(Position, auditEvent.Sequence);
        return made;
    }

    /// <summary>The whole state as bytes: the same state gives the same bytes.</summary>
    public byte[] Snapshot()
    {
        var writer = new StateWriter();
        writer.Long(SnapshotVersion);
        writer.Long(Position);
        writer.Count(_gateways.Count);
        foreach (var (gateway, runs) in _gateways.Entries)
        {
            writer.Text(gateway);
            runs.Write(writer);
        }

        _joiner.Write(writer);
        writer.Count(_agents.Count);
        foreach (var (subject, agent) in _agents.Entries)
        {
            writer.Text(subject);
            agent.Write(writer);
        }

        return writer.ToArray();
    }

    /// <summary>An enricher that goes on where the snapshot was taken.</summary>
    /// <exception cref="StateFormatException">The bytes are not a snapshot of this version.</exception>
    public static Enricher Restore(EnricherOptions options, byte[] snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var enricher = new Enricher(options);
        var reader = new StateReader(snapshot);
        try
        {
            enricher.Read(reader);
        }
        catch (Exception fault) when (fault is Schemas.Codec.AvroFormatException or ArgumentException or OverflowException)
        {
            throw new StateFormatException("the snapshot is damaged", fault);
        }

        return reader.AtEnd ? enricher : throw new StateFormatException("the snapshot is longer than its contents");
    }

    private void Read(StateReader reader)
    {
        var version = reader.Long();
        if (version != SnapshotVersion)
            throw new StateFormatException($"the snapshot is of version {version}, this program reads {SnapshotVersion}");
        Position = reader.Long();
        for (var left = reader.Count(); left > 0; left--)
        {
            var gateway = reader.Text();
            var runs = new SequenceRuns();
            runs.Read(reader);
            _gateways.Set(gateway, runs);
        }

        _joiner.Read(reader);
        for (var left = reader.Count(); left > 0; left--)
        {
            var subject = reader.Text();
            var agent = new AgentState(_options);
            agent.Read(reader);
            _agents.Set(subject, agent);
        }
    }

    private bool IsNew(AuditEvent auditEvent)
    {
        if (!_gateways.TryUse(auditEvent.GatewayId, out var runs))
            _gateways.Set(auditEvent.GatewayId, runs = new());
        return runs.Add(auditEvent.Sequence);
    }

    private List<EnrichedEvent> Decided(AuditEvent auditEvent, ApprovalDecided decision)
    {
        _joiner.Decided(auditEvent, decision);
        return Join(null);
    }

    private List<EnrichedEvent> Held(ApprovalRequested hold)
    {
        if (_joiner.Held(hold) is not { } held)
            return Nothing;
        var made = new List<EnrichedEvent>(1);
        _statements.Hold(held, Agent(held), made);
        return made;
    }

    private List<EnrichedEvent> Join(JoinedStatement? joined)
    {
        if (joined is null && _joiner.GivenUp is null)
            return Nothing;
        var made = new List<EnrichedEvent>(2);
        if (_joiner.GivenUp is { } givenUp)
        {
            StatementsGivenUp++;
            _statements.Enrich(givenUp, Agent(givenUp), made);
        }

        if (joined is not null)
            _statements.Enrich(joined, Agent(joined), made);
        return made;
    }

    private AgentState Agent(JoinedStatement joined)
    {
        var subject = joined.Request.Agent.Subject;
        if (_agents.TryUse(subject, out var agent))
            return agent;
        agent = new AgentState(_options);
        if (_agents.Set(subject, agent) is not null)
            AgentsForgotten++;
        return agent;
    }

    private static EnrichedEvent PassedOn(AuditEvent auditEvent) => new()
    {
        Id = auditEvent.Id,
        GatewayId = auditEvent.GatewayId,
        Sequence = auditEvent.Sequence,
        Time = auditEvent.Time,
        Subject = auditEvent.Subject,
        Body = (IEnrichedEventBody)auditEvent.Body,
    };
}
