namespace Snowtrail.Kafka.Transactions;

/// <summary>State of a partition.</summary>
/// <param name="Offset">First input offset that it does not cover.</param>
/// <param name="Bytes">As the processor wrote them.</param>
internal sealed record Snapshot(long Offset, byte[] Bytes);
