using System.Globalization;
using Confluent.Kafka;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Consuming;

/// <summary>A record that could not be read, named by where it lies.</summary>
internal static class ParkedPosition
{
    public const string Stage = "decode";

    public static ParkedRecord Of(TopicPartitionOffset position, byte[] bytes, string reason, TimeProvider time) => new()
    {
        Id = $"{position.Topic}-{position.Partition.Value}-{position.Offset.Value}",
        Stage = Stage,
        Reason = reason,
        Time = time.GetUtcNow(),
        Payload = bytes,
    };

    /// <summary>The partition that an id of <see cref="Of"/> names; null for any other text.</summary>
    public static TopicPartition? Parse(string id)
    {
        var offset = id.LastIndexOf('-');
        var partition = offset > 0 ? id.LastIndexOf('-', offset - 1) : -1;
        return partition > 0 && long.TryParse(id.AsSpan(offset + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && int.TryParse(id.AsSpan(partition + 1, offset - partition - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(id[..partition], number)
            : null;
    }
}
