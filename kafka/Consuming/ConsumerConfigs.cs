using Confluent.Kafka;

namespace Snowtrail.Kafka.Consuming;

internal static class ConsumerConfigs
{
    public static ConsumerConfig Member(KafkaConnection connection, ConsumerOptions options, bool autoCommit)
    {
        var config = Reader(connection, options.BufferBytesMax);
        config.GroupId = options.GroupId;
        // What is fetched of one partition stands before what comes of the others
        config.QueuedMinMessages = 2 * options.BufferRecordsMax;
        config.EnableAutoCommit = autoCommit;
        config.AutoCommitIntervalMs = (int)options.CommitInterval.TotalMilliseconds;
        if (options.BrokerAssigns)
        {
            config.GroupProtocol = GroupProtocol.Consumer;
        }
        else
        {
            config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
            config.SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds;
            config.HeartbeatIntervalMs = (int)Math.Min(3_000, options.SessionTimeout.TotalMilliseconds / 4);
        }

        return config;
    }

    /// <summary>Reads committed data from the start on, as long as nothing else is said.</summary>
    public static ConsumerConfig Reader(KafkaConnection connection, int bufferBytesMax) => connection.Apply(new ConsumerConfig
    {
        GroupId = "snowtrail-reader",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
        QueuedMaxMessagesKbytes = bufferBytesMax / 1024,
        FetchWaitMaxMs = 100,
        // The client looks after a second whether there is room for more; a flow that keeps up has used it all up by then
        FetchQueueBackoffMs = 20,
        FetchMaxBytes = 50 * 1024 * 1024,
        // What a topic's max.message.bytes lets through must fit
        MessageMaxBytes = 24 * 1024 * 1024,
        ConsumeResultFields = "topic",
    });
}
