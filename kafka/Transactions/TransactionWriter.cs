using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Snowtrail.Kafka.Replaying;

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
    private static readonly TimeSpan OthersMax = TimeSpan.FromSeconds(2);
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

    /// <summary>Fences the predecessors and ends what they left open: as it was decided, where that can be told. The answer is what they left.</summary>
    /// <remarks>
    /// A broker that leads every partition and comes back in the middle of ending a transaction may count it as ended before it knows of a leader
    /// to send the markers to ("Couldn't find leader endpoint … can be skipped", Kafka 4.3). Data and offsets then stay open for ever, in some
    /// partitions or in all. A transaction of the same producer over all that the predecessor can have touched writes the markers that are missing.
    /// </remarks>
    public CommittedState Init()
    {
        Insist(() => _producer.InitTransactions(CallMax));
        var left = new CommittedState(_edge, _input, _abandon);
        try
        {
            Finish(left);
            return left;
        }
        catch
        {
            left.Dispose();
            throw;
        }
    }

    /// <param name="batch">What to write.</param>
    /// <param name="from">The group's offset up to now; -1: none.</param>
    public void Commit(OutputBatch batch, long from)
    {
        var (key, value) = new Progress(from, batch.Next).Encode(_input.Partition);
        while (true)
        {
            try
            {
                _producer.BeginTransaction();
                Produce(_edge.Topics.State, _input.Partition, key, value);
                Flush();
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

    private void Finish(CommittedState left)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        var touched = Touched(admin);
        var committed = left.LeftCommitted();
        if (committed is not null && left.GroupOffset >= committed && !IsAnyOpen(admin, touched))
            return;
        _producer.BeginTransaction();
        // Records without a value, which readers pass over. Of a transaction that ended well there are none, for nothing of it is open.
        foreach (var partition in touched)
            Produce(partition.Topic, partition.Partition, [], null);
        // What is only queued would not be sent any more by an abort
        Flush();
        SendOffset(committed ?? 0);
        if (committed is null)
            Insist(() => _producer.AbortTransaction(CallMax));
        else
            Insist(() => _producer.CommitTransaction(CallMax));
    }

    /// <summary>Whether readers of committed data stand still somewhere: for longer than the transactions of others, which write there too, do it.</summary>
    private bool IsAnyOpen(IAdminClient admin, IReadOnlyList<TopicPartition> touched)
    {
        var since = _setup.Time.GetTimestamp();
        var ends = Ends(admin, touched, IsolationLevel.ReadUncommitted);
        while (Ends(admin, touched, IsolationLevel.ReadCommitted).Any(stable => stable.Value < ends[stable.Key]))
        {
            if (_setup.Time.GetElapsedTime(since) > OthersMax)
                return true;
            _abandon.ThrowIfCancellationRequested();
            _abandon.WaitHandle.WaitOne(RetryPause);
        }

        return false;
    }

    private static Dictionary<TopicPartition, Offset> Ends(IAdminClient admin, IReadOnlyList<TopicPartition> partitions, IsolationLevel isolation) =>
        admin.ListOffsetsAsync(
                partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() }),
                new() { IsolationLevel = isolation, RequestTimeout = CallMax })
            .GetAwaiter().GetResult().ResultInfos
            .Select(end => end.TopicPartitionOffsetError)
            .ToDictionary(end => end.TopicPartition, end => end.Error.IsError ? throw new KafkaException(end.Error) : end.Offset);

    private void Flush()
    {
        var since = _setup.Time.GetTimestamp();
        while (_producer.Flush(FlushStep) > 0)
        {
            _abandon.ThrowIfCancellationRequested();
            if (_setup.Time.GetElapsedTime(since) > _edge.Options.TransactionTimeout)
                throw new KafkaException(ErrorCode.Local_TimedOut);
        }
    }

    private List<TopicPartition> Touched(IAdminClient admin)
    {
        var topics = _edge.Topics;
        var state = new TopicPartition(topics.State, _input.Partition);
        return TopicScan.Partitions(admin, topics.State).Contains(state)
            ? [state, .. new[] { topics.Enriched.Name, topics.Alerts.Name, topics.Parked.Name }.SelectMany(topic => TopicScan.Partitions(admin, topic))]
            : throw new KafkaEdgeException($"topic {state.Topic} has no partition {state.Partition.Value}: give it as many as {_input.Topic} has");
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
