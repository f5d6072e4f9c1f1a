using Akka.Streams.Dsl;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Consuming;

/// <summary>Topics as the beginning of a flow.</summary>
public static class KafkaSource
{
    /// <summary>
    /// Records of this member's partitions; each partition in its order. Offsets are committed up to the first unsettled receipt of each
    /// partition. What cannot be decoded is parked and never stops the flow. While brokers or registry are away it waits. Fails with
    /// <see cref="KafkaEdgeException"/> when the client is beyond repair or parking fails; the host then starts it again.
    /// </summary>
    public static Source<Tracked<T>, KafkaControl> Create<T>(KafkaSetup setup, IReadOnlyList<KafkaTopic<T>> topics, IParkingLot parking, ConsumerOptions options)
        where T : class, IAvroRecord<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(topics);
        options.Validate();
        return (Source<Tracked<T>, KafkaControl>)Source.FromGraph(new ConsumerStage<T>(setup, [.. topics.Select(t => t.Name)], parking, options))
            .Named($"kafka {topics[0].Name}");
    }
}
