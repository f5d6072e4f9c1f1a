using System.Runtime.CompilerServices;
using Akka;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Replaying;

/// <summary>What lies in topics, once more, for whoever makes something anew of it.</summary>
public static class KafkaReplay
{
    private static readonly TimeSpan LearnPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Committed records from the beginning of the topics to where they ended when the stream began; then the source completes. Nothing is
    /// committed, so receipts only tell the source's reader. What cannot be decoded is parked. Fails with <see cref="KafkaEdgeException"/> when the
    /// brokers do not answer at the start.
    /// </summary>
    public static Source<Tracked<T>, NotUsed> Create<T>(KafkaSetup setup, IReadOnlyList<KafkaTopic<T>> topics, IParkingLot parking)
        where T : class, IAvroRecord<T>
    {
        ArgumentNullException.ThrowIfNull(topics);
        return (Source<Tracked<T>, NotUsed>)Source.From(() => ReadAsync(setup, topics, parking)).Named($"kafka replay {topics[0].Name}");
    }

    private static async IAsyncEnumerable<Tracked<T>> ReadAsync<T>(
        KafkaSetup setup, IReadOnlyList<KafkaTopic<T>> topics, IParkingLot parking, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class, IAvroRecord<T>
    {
        var decoder = new WireDecoder<T>(setup.SchemaIds);
        await foreach (var result in TopicScan.ReadAsync(setup, [.. topics.Select(topic => topic.Name)], cancellation))
        {
            if (result.Message.Value is not { } bytes)
                continue;
            var (value, fault) = await DecodeAsync(setup, decoder, bytes, cancellation);
            if (value is not null)
                yield return new(value, NoReceipt.Instance);
            else
                await parking.ParkAsync(ParkedPosition.Of(result.TopicPartitionOffset, bytes, fault!, setup.Time));
        }
    }

    private static async Task<(T? Value, string? Fault)> DecodeAsync<T>(KafkaSetup setup, WireDecoder<T> decoder, byte[] bytes, CancellationToken cancellation)
        where T : class, IAvroRecord<T>
    {
        while (true)
        {
            if (decoder.TryDecode(bytes, out var value, out var fault))
                return (value, fault);
            try
            {
                await decoder.LearnAsync(bytes, cancellation);
            }
            catch (SchemaIdUnavailableException)
            {
                await Task.Delay(LearnPause, setup.Time, cancellation);
            }
        }
    }

    private sealed class NoReceipt : IReceipt
    {
        public static NoReceipt Instance { get; } = new();

        public void Settle(Settlement settlement)
        {
            // Nothing is committed
        }
    }
}
