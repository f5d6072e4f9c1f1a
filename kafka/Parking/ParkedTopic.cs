using System.Text;
using Confluent.Kafka;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Replaying;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Parking;

/// <summary>What was put aside in <c>audit.parked</c>: to look at, and to send once more. What was sent is marked there by an empty value under its id.</summary>
public sealed class ParkedTopic(KafkaSetup setup, AuditTopics topics)
{
    /// <summary>Each record that was parked and not sent again since, in the order of parking.</summary>
    /// <exception cref="KafkaEdgeException">The brokers do not answer, or the topic is not there.</exception>
    public async Task<IReadOnlyList<ParkedRecord>> ListAsync(CancellationToken cancellation)
    {
        var waiting = new OrderedDictionary<string, ParkedRecord>(StringComparer.Ordinal);
        await foreach (var result in TopicScan.ReadAsync(setup, [topics.Parked.Name], cancellation))
        {
            if (result.Message.Value is not { } bytes)
                waiting.Remove(Encoding.UTF8.GetString(result.Message.Key ?? []));
            else if (TryRead(bytes) is { } record)
                waiting[record.Id] = record;
        }

        return [.. waiting.Values];
    }

    /// <summary>Sends the record's bytes to where they were on the way to. It comes back to the parking place if the cause is still there.</summary>
    /// <returns>The topic; null when its bytes are of no kind that can be sent.</returns>
    /// <exception cref="KafkaEdgeException">The brokers or the registry do not answer, or refuse it; it stays parked.</exception>
    public async Task<string?> RetryAsync(ParkedRecord record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            if (await TargetAsync(record, cancellation) is not var (target, message))
                return null;
            using var producer = Producer();
            await producer.ProduceAsync(target, message, cancellation);
            await producer.ProduceAsync(topics.Parked.Name, new() { Key = Encoding.UTF8.GetBytes(topics.Parked.Key(record)), Value = null! }, cancellation);
            return target.Topic;
        }
        catch (Exception fault) when (fault is KafkaException or SchemaIdUnavailableException)
        {
            throw new KafkaEdgeException($"{record.Id} stays parked: {fault.Message}", fault);
        }
    }

    // One that gives up: somebody waits for the answer
    private IProducer<byte[], byte[]> Producer()
    {
        var config = new ProducerOptions { RecordBytesMax = 20 * 1024 * 1024 }.Config(setup.Connection);
        config.MessageTimeoutMs = 15_000;
        return new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, line) => setup.Logger.Client(line)).Build();
    }

    // A reader parks what lay in its topic, as it lay there; an indexer or a gateway parks the record alone
    private async Task<(TopicPartition Target, Message<byte[], byte[]> Message)?> TargetAsync(ParkedRecord record, CancellationToken cancellation)
    {
        var payload = record.Payload.ToArray();
        if (record.Stage == ParkedPosition.Stage)
            return ParkedPosition.Parse(record.Id) is { } place && IsOurs(place.Topic) ? (place, new() { Key = Encoding.UTF8.GetBytes(record.Id), Value = payload }) : null;
        var body = WireFormat.TryReadHeader(payload, out _) ? payload.AsSpan(WireFormat.HeaderBytes).ToArray() : payload;
        if (TryDecode<EnrichedEvent>(body) is { } enriched)
            return await FramedAsync(enriched.Body is Alert ? topics.Alerts : topics.Enriched, enriched, cancellation);
        return TryDecode<AuditEvent>(body) is { } raw ? await FramedAsync(topics.Raw, raw, cancellation) : null;
    }

    private bool IsOurs(string topic) => topic == topics.Raw.Name || topic == topics.Enriched.Name || topic == topics.Alerts.Name;

    private async Task<(TopicPartition Target, Message<byte[], byte[]> Message)> FramedAsync<T>(KafkaTopic<T> topic, T value, CancellationToken cancellation)
        where T : class, IAvroRecord<T> =>
        (new(topic.Name, Partition.Any), new()
        {
            Key = Encoding.UTF8.GetBytes(topic.Key(value)),
            Value = WireFormat.Encode(await setup.SchemaIds.WriterIdAsync(topic, cancellation), value),
        });

    private static ParkedRecord? TryRead(byte[] bytes) =>
        WireFormat.TryReadHeader(bytes, out _) ? TryDecode<ParkedRecord>(bytes.AsSpan(WireFormat.HeaderBytes).ToArray()) : null;

    private static T? TryDecode<T>(byte[] bytes)
        where T : class, IAvroRecord<T>
    {
        try
        {
            return T.FromAvro(bytes);
        }
        catch (AvroFormatException)
        {
            return null;
        }
    }
}
