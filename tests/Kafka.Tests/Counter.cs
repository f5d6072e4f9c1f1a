using System.Buffers.Binary;
using Snowtrail.Kafka.Transactions;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Tests;

/// <summary>Makes of each event one output that carries how many its partition had seen: unbroken only if snapshot, offsets and outputs move as one.</summary>
internal sealed class Counter : IPartitionProcessor
{
    private int _count;

    public long Poison { get; init; } = -1;

    public bool Restore(byte[]? snapshot)
    {
        _count = snapshot is null ? 0 : BinaryPrimitives.ReadInt32BigEndian(snapshot);
        return true;
    }

    public IReadOnlyList<EnrichedEvent> Process(AuditEvent auditEvent)
    {
        _count++;
        if (auditEvent.Sequence == Poison)
            throw new InvalidOperationException("does not compute");
        return [Some.Enriched(auditEvent, $"{auditEvent.Id}#{_count}")];
    }

    public byte[] Snapshot()
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, _count);
        return bytes;
    }

    public static int Number(byte[] value) =>
        int.Parse(EnrichedEvent.FromAvro(value.AsSpan(Wire.WireFormat.HeaderBytes)).Id.Split('#')[1], System.Globalization.CultureInfo.InvariantCulture);
}
