using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Snowtrail.Kafka.Consuming;

namespace Snowtrail.Kafka.Replaying;

/// <summary>
/// Committed records of topics from their beginning to where they ended when the scan began; each partition in its order. No group, no commit:
/// any number of scans may run beside the product.
/// </summary>
internal static class TopicScan
{
    private const int BufferBytesMax = 64 * 1024 * 1024;
    private const int StepRecordsMax = 2_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MetadataMax = TimeSpan.FromSeconds(15);

    /// <exception cref="KafkaEdgeException">The brokers do not answer, or a topic is not there.</exception>
    public static async IAsyncEnumerable<ConsumeResult<byte[], byte[]>> ReadAsync(
        KafkaSetup setup, IReadOnlyList<string> topics, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var config = ConsumerConfigs.Reader(setup.Connection, BufferBytesMax);
        config.EnablePartitionEof = true;
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, line) => setup.Logger.Client(line)).Build();
        var open = await Task.Run(() => Assign(setup, consumer, topics), cancellation);
        while (open.Count > 0)
        {
            foreach (var record in await Task.Run(() => Step(consumer, open, cancellation), cancellation))
                yield return record;
        }
    }

    private static HashSet<TopicPartition> Assign(KafkaSetup setup, IConsumer<byte[], byte[]> consumer, IReadOnlyList<string> topics)
    {
        using var admin = new AdminClientBuilder(setup.Connection.Apply(new AdminClientConfig())).SetLogHandler((_, line) => setup.Logger.Client(line)).Build();
        try
        {
            var partitions = topics.SelectMany(topic => Partitions(admin, topic)).ToList();
            consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            return [.. partitions];
        }
        catch (KafkaException fault)
        {
            throw new KafkaEdgeException($"the brokers do not answer ({fault.Error.Code})", fault);
        }
    }

    /// <exception cref="KafkaEdgeException">The topic is not there.</exception>
    public static IEnumerable<TopicPartition> Partitions(IAdminClient admin, string topic)
    {
        var found = admin.GetMetadata(topic, MetadataMax).Topics.FirstOrDefault(one => one.Topic == topic);
        return found is { Error.IsError: false, Partitions.Count: > 0 }
            ? found.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))
            : throw new KafkaEdgeException($"topic {topic} is not there: run `snowtrail topics apply`");
    }

    private static List<ConsumeResult<byte[], byte[]>> Step(IConsumer<byte[], byte[]> consumer, HashSet<TopicPartition> open, CancellationToken cancellation)
    {
        List<ConsumeResult<byte[], byte[]>> records = [];
        while (records.Count < StepRecordsMax && open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (consumer.Consume(Poll) is not { } result)
                return records;
            if (!result.IsPartitionEOF)
            {
                if (open.Contains(result.TopicPartition))
                    records.Add(result);
            }
            else if (open.Remove(result.TopicPartition))
            {
                // What is written from now on is not asked for
                consumer.Pause([result.TopicPartition]);
            }
        }

        return records;
    }
}
