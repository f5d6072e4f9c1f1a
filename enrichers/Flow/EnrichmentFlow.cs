using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Flow;

/// <summary>From what gateways wrote to what analysts read: requests joined with their completions, jobs, risk, alerts.</summary>
public static class EnrichmentFlow
{
    /// <summary>
    /// One event in, none to several out. Events come in ledger order from <see cref="EnrichmentStart.Sequence"/> on; earlier ones and repetitions make
    /// nothing. Every receipt is settled: <c>Skipped</c> where nothing was made, <c>Parked</c> where the event could not be enriched, else by
    /// whoever ends the journey of what was made. A snapshot is saved only after every receipt up to its position has settled.
    /// </summary>
    /// <param name="setup">What it is made of.</param>
    /// <param name="start">What was loaded to know where to read from; loaded by the flow itself when null.</param>
    public static Flow<Tracked<AuditEvent>, Tracked<EnrichedEvent>, NotUsed> Create(EnrichmentSetup setup, EnrichmentStart? start = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        setup.Enricher.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(setup.SnapshotEvents, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(setup.SnapshotEvents, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(setup.SnapshotInterval, TimeSpan.Zero);
        return Akka.Streams.Dsl.Flow.FromGraph(new EnrichmentStage(setup, start)).Named("enrichment");
    }
}
