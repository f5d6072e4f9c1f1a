using Confluent.Kafka;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Consuming;

/// <summary>A record that could not be read, named by where it lies.</summary>
internal static class ParkedPosition
{
    public static ParkedRecord Of(TopicPartitionOffset position, byte[] bytes, string reason, TimeProvider time) => new()
    {
        Id = $"{position.Topic}-{position.Partition.Value}-{position.Offset.Value}",
        Stage = "decode",
        Reason = reason,
        Time = time.GetUtcNow(),
        Payload = bytes,
    };
}
