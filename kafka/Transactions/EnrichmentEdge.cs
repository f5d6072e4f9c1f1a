using Snowtrail.Kafka.Consuming;

namespace Snowtrail.Kafka.Transactions;

/// <summary>
/// From <c>audit.raw</c> to <c>audit.enriched</c> and <c>audit.alerts</c>, exactly once: what was made of some input, what could not be processed
/// (<c>audit.parked</c>), the state snapshot when one is due, and the input's offsets are one transaction. A reader of committed data sees each
/// output once, whatever was killed.
/// </summary>
/// <remarks>
/// Each assigned partition has a lane of its own: thread, state, producer. The producer's transactional id names the partition, so whoever
/// takes it over ends the predecessor's open transaction at once and fences it, without waiting for its time-out.
/// </remarks>
public sealed record EnrichmentEdge
{
    /// <summary>What all edges share.</summary>
    public required KafkaSetup Kafka { get; init; }

    /// <summary>The topics.</summary>
    public AuditTopics Topics { get; init; } = new();

    /// <summary>Makes the processor of an input partition, fresh each time.</summary>
    public required Func<int, IPartitionProcessor> Processor { get; init; }

    /// <summary>Options.</summary>
    public EnrichmentOptions Options { get; init; } = new();

    /// <summary>
    /// Joins the group and works until it is stopped. A stop ends the open transactions with a last snapshot, so that the next owner reads
    /// nothing again. It waits while brokers, topics or the registry are away.
    /// </summary>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public KafkaControl Start()
    {
        Options.Validate();
        Kafka.Connection.Validate();
        var worker = new EnrichmentWorker(this);
        worker.Start();
        return new(worker.Stop, worker.Completion);
    }

    internal string TransactionalId(int partition) => $"{Topics.Prefix}{Options.Reading.GroupId}-{partition}";
}
