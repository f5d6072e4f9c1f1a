using System.Text;
using Confluent.Kafka;
using Snowtrail.Kafka.Consuming;

namespace Snowtrail.Kafka.Transactions;

/// <summary>What a lane's predecessors left in the state partition: the newest committed snapshot, and what became of the last transaction.</summary>
internal sealed class CommittedState : IDisposable
{
    private const int BufferBytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CommittedMax = TimeSpan.FromSeconds(5);
    private readonly KafkaSetup _setup;
    private readonly EnrichmentEdge _edge;
    private readonly TopicPartition _input;
    private readonly TopicPartition _partition;
    private readonly string _progressKey;
    private readonly CancellationToken _cancellation;
    private readonly IConsumer<byte[], byte[]> _committed;
    private readonly Dictionary<string, byte[]> _newest = new(StringComparer.Ordinal);
    private Offset _next = Offset.Beginning;
    private Offset _afterProgress = Offset.Beginning;

    /// <summary>Only when no predecessor can write any more.</summary>
    public CommittedState(EnrichmentEdge edge, TopicPartition input, CancellationToken cancellation)
    {
        (_setup, _edge, _input, _partition, _cancellation) = (edge.Kafka, edge, input, new(edge.Topics.State, input.Partition), cancellation);
        _progressKey = Progress.Key(input.Partition);
        _committed = Reader(IsolationLevel.ReadCommitted);
    }

    /// <summary>The group's offset, whatever is open; negative: none. After <see cref="LeftCommitted"/>.</summary>
    public Offset GroupOffset { get; private set; } = Offset.Unset;

    /// <summary>
    /// The offset to which a transaction was committed that may still be open in some partition; null when what is open, if anything is, was not
    /// committed anywhere.
    /// </summary>
    /// <remarks>
    /// A transaction was committed when its own record here is committed, or when the group's offset is where it was to move it. The markers of a
    /// transaction are written partition by partition, so either may be there without the other.
    /// </remarks>
    public Offset? LeftCommitted()
    {
        ReadOn();
        using var all = Reader(IsolationLevel.ReadUncommitted);
        // Asked for with what is uncommitted, it is the last that was committed; otherwise the answer would wait for one that is open
        GroupOffset = all.Committed([_input], CommittedMax)[0].Offset;
        byte[]? undecided = null;
        foreach (var record in ToEnd(all, _afterProgress))
            if (IsProgress(record))
                undecided = record.Message.Value;
        if (undecided is null)
            // Never back from where the group is
            return _newest.TryGetValue(_progressKey, out var last) && Progress.Decode(last) is { } ended ? Math.Max(ended.To, GroupOffset) : null;
        return Progress.Decode(undecided) is { } progress && progress.To > progress.From && GroupOffset >= progress.To ? GroupOffset : null;
    }

    /// <summary>The newest committed snapshot; null when there is none.</summary>
    public Snapshot? Snapshot()
    {
        ReadOn();
        return SnapshotChunk.Join(_input.Partition, _newest);
    }

    public void Dispose() => _committed.Dispose();

    private IConsumer<byte[], byte[]> Reader(IsolationLevel isolation)
    {
        var config = ConsumerConfigs.Reader(_setup.Connection, BufferBytesMax);
        config.GroupId = _edge.Options.Reading.GroupId;
        config.IsolationLevel = isolation;
        config.EnablePartitionEof = true;
        return new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, line) => _setup.Logger.Client(line)).Build();
    }

    private void ReadOn()
    {
        foreach (var record in ToEnd(_committed, _next))
        {
            var key = Encoding.UTF8.GetString(record.Message.Key);
            if (record.Message.Value is { } value)
                _newest[key] = value;
            else
                _newest.Remove(key);
            _next = record.Offset + 1;
            if (IsProgress(record))
                _afterProgress = _next;
        }
    }

    private bool IsProgress(ConsumeResult<byte[], byte[]> record) =>
        record.Message.Value is not null && Encoding.UTF8.GetString(record.Message.Key) == _progressKey;

    private IEnumerable<ConsumeResult<byte[], byte[]>> ToEnd(IConsumer<byte[], byte[]> consumer, Offset start)
    {
        consumer.Assign(new TopicPartitionOffset(_partition, start));
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            var result = consumer.Consume(Poll);
            if (result is { IsPartitionEOF: true })
                yield break;
            if (result is not null)
                yield return result;
        }
    }
}
