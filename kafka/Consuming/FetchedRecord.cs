namespace Snowtrail.Kafka.Consuming;

/// <summary>A record as it was fetched.</summary>
/// <param name="Tag">What the thread that fetched it says of it.</param>
/// <param name="Offset">Where it lies in its partition.</param>
/// <param name="Value">Its bytes, good until the next record is taken; null: a record without a value.</param>
internal readonly record struct FetchedRecord<TTag>(TTag Tag, long Offset, ReadOnlyMemory<byte>? Value);
