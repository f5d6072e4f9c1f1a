using System.Text;
using Confluent.Kafka;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka;

/// <summary>Keeps what could not be processed in the topic <c>audit.parked</c>. Connects at first use.</summary>
public sealed class KafkaParkingLot(KafkaSetup setup, KafkaTopic<ParkedRecord> topic) : IParkingLot, IDisposable
{
    private readonly Lazy<IProducer<byte[], byte[]>> _producer = new(() => new ProducerBuilder<byte[], byte[]>(
        new ProducerOptions { RecordBytesMax = 20 * 1024 * 1024 }.Config(setup.Connection)).SetLogHandler((_, line) => setup.Logger.Client(line)).Build());

    /// <remarks>When the task completes, all in-sync replicas have the record. It waits as long as the brokers or the registry are away.</remarks>
    /// <inheritdoc/>
    /// <exception cref="ProduceException{TKey,TValue}">The broker refuses it.</exception>
    public async Task ParkAsync(ParkedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var id = await new EdgeOpening(setup, $"write {topic.Name}").SchemaAsync(topic, CancellationToken.None);
        var message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(topic.Key(record)), Value = WireFormat.Encode(id, record) };
        await _producer.Value.ProduceAsync(topic.Name, message);
        setup.Status.Ended($"write {topic.Name}");
    }

    /// <summary>Lets go of the connection.</summary>
    public void Dispose()
    {
        if (_producer.IsValueCreated)
            _producer.Value.Dispose();
    }
}
