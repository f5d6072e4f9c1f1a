namespace Snowtrail.Kafka.Transactions;

/// <summary>An input record, marked with the restoration of its lane that asked for it: what an earlier one asked for is not wanted any more.</summary>
internal readonly record struct LaneInput(int Epoch, long Offset, byte[]? Value);
