using Snowtrail.Enrichers;
using Snowtrail.Enrichers.State;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;

namespace Snowtrail.App.Roles;

/// <summary>The enricher as the transactional edge drives it: one for each partition, its state in the edge's snapshots.</summary>
internal sealed class EnricherProcessor(EnricherOptions options) : IPartitionProcessor
{
    private Enricher _enricher = new(options);

    public bool Restore(byte[]? snapshot)
    {
        try
        {
            if (snapshot is not null)
                _enricher = Enricher.Restore(options, snapshot);
            return true;
        }
        catch (StateFormatException)
        {
            return false;
        }
    }

    public IReadOnlyList<EnrichedEvent> Process(AuditEvent auditEvent) => _enricher.Apply(auditEvent);

    public byte[] Snapshot() => _enricher.Snapshot();
}
