using Confluent.Kafka;

namespace Snowtrail.Kafka.Tests;

/// <summary>Follows the committed records of a topic, or of one of its partitions, from the beginning.</summary>
internal sealed class Tail : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stop;

    public Tail(string brokers, string topic, Action<byte[]> found, int? partition = null)
    {
        _thread = new(() =>
        {
            using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
            {
                BootstrapServers = brokers, GroupId = "tail", EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted, FetchWaitMaxMs = 50,
            }).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
            var partitions = partition is { } one ? [one] : Enumerable.Range(0, Partitions(brokers, topic));
            consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
            while (!_stop)
                if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { Message.Value: { } value })
                    found(value);
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private static int Partitions(string brokers, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        return admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count;
    }
}
