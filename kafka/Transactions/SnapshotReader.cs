using System.Text;
using Confluent.Kafka;
using Snowtrail.Kafka.Consuming;

namespace Snowtrail.Kafka.Transactions;

/// <summary>Finds a partition's newest committed snapshot.</summary>
internal static class SnapshotReader
{
    private const int BufferBytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static Snapshot? Read(KafkaSetup setup, string topic, int partition, CancellationToken cancellation)
    {
        var config = ConsumerConfigs.Reader(setup.Connection, BufferBytesMax);
        config.EnablePartitionEof = true;
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, line) => setup.Logger.Client(line)).Build();
        consumer.Assign(new TopicPartitionOffset(topic, partition, Offset.Beginning));
        var newest = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = consumer.Consume(Poll);
            if (result is null)
                continue;
            if (result.IsPartitionEOF)
                return SnapshotChunk.Join(partition, newest);
            var key = Encoding.UTF8.GetString(result.Message.Key);
            if (result.Message.Value is { } value)
                newest[key] = value;
            else
                newest.Remove(key);
        }
    }
}
