using Confluent.Kafka;

namespace Snowtrail.Kafka.Transactions;

/// <summary>
/// One transactional producer. A transaction that the broker aborts is written again as it was; what leaves the producer unusable is thrown,
/// and a new one, with a look at what was committed, comes in its place.
/// </summary>
internal sealed class TransactionWriter : IDisposable
{
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushStep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(5);
    private readonly KafkaSetup _setup;
    private readonly EnrichmentEdge _edge;
    private readonly TopicPartition _input;
    private readonly Func<IConsumerGroupMetadata> _member;
    private readonly CancellationToken _abandon;
    private readonly IProducer<byte[], byte[]> _producer;

    public TransactionWriter(EnrichmentEdge edge, TopicPartition input, Func<IConsumerGroupMetadata> member, CancellationToken abandon)
    {
        (_setup, _edge, _input, _member, _abandon) = (edge.Kafka, edge, input, member, abandon);
        _producer = new ProducerBuilder<byte[], byte[]>(edge.Kafka.Connection.Apply(new ProducerConfig
        {
            TransactionalId = edge.TransactionalId(input.Partition),
            TransactionTimeoutMs = (int)edge.Options.TransactionTimeout.TotalMilliseconds,
            EnableIdempotence = true,
            Acks = Acks.All,
            Partitioner = Partitioner.Murmur2Random,
            CompressionType = CompressionType.Lz4,
            LingerMs = 5,
            MessageMaxBytes = 20 * 1024 * 1024,
            QueueBufferingMaxKbytes = 64 * 1024,
            EnableDeliveryReports = false,
        })).SetLogHandler((_, line) => _setup.Logger.Client(line)).Build();
    }

    /// <summary>Ends what a predecessor left open, and fences it.</summary>
    /// <remarks>
    /// A broker that leads every partition and comes back after a transaction's time-out may count it as aborted before it knows of a leader to
    /// send the end marker to ("Couldn't find leader endpoint … can be skipped", Kafka 4.3). Data and offsets then stay open for ever. An aborted
    /// transaction of the same producer over all that the predecessor can have touched writes the marker that is missing.
    /// </remarks>
    public void Init()
    {
        Insist(() => _producer.InitTransactions(CallMax));
        _producer.BeginTransaction();
        try
        {
            foreach (var touched in Outputs())
                Produce(touched.Topic, touched.Partition, [], null);
            // What is only queued would not be sent any more by an abort
            while (_producer.Flush(FlushStep) > 0)
                _abandon.ThrowIfCancellationRequested();
            SendOffset(0);
        }
        finally
        {
            Insist(() => _producer.AbortTransaction(CallMax));
        }
    }

    public void Commit(OutputBatch batch)
    {
        while (true)
        {
            try
            {
                _producer.BeginTransaction();
                foreach (var record in batch.Records)
                    Produce(record.Topic, record.Partition, record.Key, record.Value);
                SendOffset(batch.Next);
                Insist(() => _producer.CommitTransaction(CallMax));
                return;
            }
            catch (KafkaException fault) when (!fault.Error.IsFatal && !IsFenced(fault.Error))
            {
                KafkaMetrics.CommitFailed(_edge.Options.Reading.GroupId);
                _setup.Logger.TransactionFailed(_input.Partition, fault.Error.Code.ToString());
                Insist(() => _producer.AbortTransaction(CallMax));
                _abandon.WaitHandle.WaitOne(RetryPause);
            }

            _abandon.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _producer.Dispose();

    internal static bool IsFenced(Error error) => error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    private IEnumerable<TopicPartition> Outputs()
    {
        var topics = _edge.Topics;
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        foreach (var name in new[] { topics.Enriched.Name, topics.Alerts.Name, topics.Parked.Name })
        {
            var topic = admin.GetMetadata(name, CallMax).Topics[0];
            if (topic.Error.IsError)
                throw new KafkaException(topic.Error);
            foreach (var partition in topic.Partitions)
                yield return new(name, partition.PartitionId);
        }

        yield return new(topics.State, _input.Partition);
    }

    private void SendOffset(Offset next) => Insist(() => _producer.SendOffsetsToTransaction([new(_input, next)], _member(), CallMax));

    private void Produce(string topic, int? partition, byte[] key, byte[]? value)
    {
        var message = new Message<byte[], byte[]> { Key = key, Value = value! };
        while (true)
        {
            try
            {
                _producer.Produce(new TopicPartition(topic, partition ?? Partition.Any), message);
                return;
            }
            catch (ProduceException<byte[], byte[]> fault) when (fault.Error.Code == ErrorCode.Local_QueueFull)
            {
                _abandon.ThrowIfCancellationRequested();
                _producer.Poll(QueueFullPause);
            }
        }
    }

    private void Insist(Action call)
    {
        while (true)
        {
            _abandon.ThrowIfCancellationRequested();
            try
            {
                call();
                return;
            }
            catch (KafkaRetriableException)
            {
                _abandon.WaitHandle.WaitOne(RetryPause);
            }
        }
    }
}
