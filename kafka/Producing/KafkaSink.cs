using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Producing;

/// <summary>A topic as the end of a flow.</summary>
public static class KafkaSink
{
    /// <summary>
    /// Writes each record and settles its receipt: <c>Durable</c> when all in-sync replicas have it, <c>Parked</c> when it can never be written
    /// (too large, not encodable). Before the topic and the schema's number are known nothing is asked of upstream. The materialized task ends
    /// when everything is acknowledged; it fails with <see cref="KafkaEdgeException"/> when the broker refuses for a reason an operator must
    /// mend, or when the last acknowledgements do not come in time; unsettled records are then to be sent again.
    /// </summary>
    public static Sink<Tracked<T>, Task<Done>> Create<T>(KafkaSetup setup, KafkaTopic<T> topic, IParkingLot parking, ProducerOptions? options = null)
        where T : class, IAvroRecord<T>
    {
        options ??= new();
        options.Validate();
        return Sink.FromGraph(new ProducerStage<T>(setup, topic, parking, options)).Named($"kafka {topic.Name}");
    }
}
