namespace Snowtrail.Ledger;

/// <summary>A durable record as it was appended.</summary>
/// <param name="Sequence">Its place: dense, from zero, in file order.</param>
/// <param name="Payload">Its bytes. The memory belongs to the receiver.</param>
public sealed record LedgerRecord(long Sequence, ReadOnlyMemory<byte> Payload);
