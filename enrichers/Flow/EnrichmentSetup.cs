using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Flow;

/// <summary>What an enrichment flow is made of. Nothing in it is opened before the flow is materialised.</summary>
/// <param name="Store">Where snapshots are kept.</param>
/// <param name="ParkingLot">Where events go that cannot be enriched.</param>
public sealed record EnrichmentSetup(IEnricherStateStore Store, IParkingLot ParkingLot)
{
    /// <summary>What the enricher knows and remembers.</summary>
    public EnricherOptions Enricher { get; init; } = new();

    /// <summary>
    /// Events between two snapshots, and the most that are applied again after a restart or a parked event. 1 to 1,000,000; default 5,000.
    /// </summary>
    public int SnapshotEvents { get; init; } = 5_000;

    /// <summary>Event time between two snapshots, whatever their number. Above zero; default one minute.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where warnings go.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
