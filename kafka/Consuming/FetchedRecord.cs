using Confluent.Kafka;

namespace Snowtrail.Kafka.Consuming;

internal sealed record FetchedRecord(TopicPartitionOffset Position, byte[]? Value, OffsetTracker Tracker);
