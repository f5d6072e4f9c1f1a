using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Flow;

/// <summary>From what gateways wrote to what analysts read: requests joined with their completions, jobs, risk, alerts.</summary>
public static class EnrichmentFlow
{
    /// <summary>
    /// One event in, none to several out. Events come in ledger order from <see cref="StartSequence"/> on; earlier ones and repetitions make
    /// nothing. Every receipt is settled: <c>Skipped</c> where nothing was made, <c>Parked</c> where the event could not be enriched, else by
    /// whoever ends the journey of what was made. A snapshot is saved only after every receipt up to its position has settled.
    /// </summary>
    public static Flow<Tracked<AuditEvent>, Tracked<EnrichedEvent>, NotUsed> Create(EnrichmentSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        setup.Enricher.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(setup.SnapshotEvents, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(setup.SnapshotEvents, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(setup.SnapshotInterval, TimeSpan.Zero);
        return Akka.Streams.Dsl.Flow.FromGraph(new EnrichmentStage(setup)).Named("enrichment");
    }

    /// <summary>The ledger sequence to read from: one after what the snapshot covers, or 0 when there is none that can be used.</summary>
    public static long StartSequence(EnrichmentSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return EnricherRecovery.Load(setup).Position + 1;
    }
}
