using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Transactions;

/// <summary>
/// What is made of one input partition: a state machine without clock or chance, so that the same events after the same snapshot give the same
/// output. Used by one thread at a time.
/// </summary>
public interface IPartitionProcessor
{
    /// <summary>Called once, first. Null: there is no snapshot. False: it cannot be read; another processor is then made and fed from the start.</summary>
    bool Restore(byte[]? snapshot);

    /// <summary>Applies an event. When it throws, the event is parked and the state is made again without it.</summary>
    IReadOnlyList<EnrichedEvent> Process(AuditEvent auditEvent);

    /// <summary>The whole state.</summary>
    byte[] Snapshot();
}
