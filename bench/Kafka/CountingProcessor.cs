using Snowtrail.Enrichers;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;

namespace Snowtrail.Bench.Kafka;

/// <summary>The enricher as its role drives it, counting what it was given.</summary>
internal sealed class CountingProcessor(EnricherOptions options, Action applied) : IPartitionProcessor
{
    private Enricher _enricher = new(options);

    public bool Restore(byte[]? snapshot)
    {
        if (snapshot is not null)
            _enricher = Enricher.Restore(options, snapshot);
        return true;
    }

    public IReadOnlyList<EnrichedEvent> Process(AuditEvent auditEvent)
    {
        applied();
        return _enricher.Apply(auditEvent);
    }

    public byte[] Snapshot() => _enricher.Snapshot();
}
