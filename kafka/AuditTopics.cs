using Snowtrail.Schemas;

namespace Snowtrail.Kafka;

/// <summary>The product's topics.</summary>
/// <param name="Prefix">Stands before every name, for several installations on one cluster. Default empty.</param>
public sealed record AuditTopics(string Prefix = "")
{
    /// <summary>What gateways wrote.</summary>
    public KafkaTopic<AuditEvent> Raw => new(Prefix + "audit.raw", e => e.Subject, e => e.Id);

    /// <summary>Enriched statements, log-ins, log-outs and refusals.</summary>
    public KafkaTopic<EnrichedEvent> Enriched => new(Prefix + "audit.enriched", e => e.Subject, e => e.Id);

    /// <summary>Alerts, in the same envelope; an index reads this topic beside <see cref="Enriched"/>.</summary>
    public KafkaTopic<EnrichedEvent> Alerts => new(Prefix + "audit.alerts", e => e.Subject, e => e.Id);

    /// <summary>What could not be processed, keyed by its id.</summary>
    public KafkaTopic<ParkedRecord> Parked => new(Prefix + "audit.parked", r => r.Id, r => r.Id);

    /// <summary>Orders to gateways. No record of it is fixed yet, so no schema is registered.</summary>
    public string Control => Prefix + "audit.control";

    /// <summary>State of enrichers, compacted: for each partition of <see cref="Raw"/> the key of its snapshot (and of its continuations) and that of its last transaction.</summary>
    public string State => Prefix + "audit.state";
}
