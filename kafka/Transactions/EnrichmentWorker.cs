using Confluent.Kafka;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;

namespace Snowtrail.Kafka.Transactions;

/// <summary>The thread that owns the consumer: it polls, gives records to lanes, pauses those that are full, and answers rebalances.</summary>
internal sealed class EnrichmentWorker(EnrichmentEdge edge)
{
    private static readonly TimeSpan PollMax = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HoldMax = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LagInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AbandonedMax = TimeSpan.FromSeconds(20);
    private readonly KafkaSetup _setup = edge.Kafka;
    private readonly ConsumerOptions _options = edge.Options.Reading;
    private readonly Dictionary<TopicPartition, Slot> _slots = [];
    private readonly List<PartitionLane> _abandoned = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name = Name(edge);
    private readonly EdgeOpening _opening = new(edge.Kafka, Name(edge));
    private IConsumer<Ignore, ReadOnlyMemory<byte>?> _consumer = null!;
    private long _lastLag;
    private volatile bool _stopping;

    public Task Completion => _completion.Task;

    public void Start()
    {
        _setup.Status.Waits(_name, "joining the group");
        new Thread(Run) { IsBackground = true, Name = _name }.Start();
    }

    public void Stop() => _stopping = true;

    private void Run()
    {
        using var ended = new CancellationTokenSource();
        var stopped = ended.Token;
        try
        {
            _consumer = new ConsumerBuilder<Ignore, ReadOnlyMemory<byte>?>(ConsumerConfigs.Member(_setup.Connection, _options, autoCommit: false))
                .SetValueDeserializer(new LastValue())
                .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
                .SetPartitionsRevokedHandler((_, positions) => Revoked([.. positions.Select(p => p.TopicPartition)]))
                .SetPartitionsLostHandler((_, positions) => Lost([.. positions.Select(p => p.TopicPartition)]))
                .SetErrorHandler((_, error) => _opening.Trouble(error, edge.Topics.Raw.Name, stopped))
                .SetLogHandler((_, line) => _setup.Logger.Client(line))
                .Build();
            _consumer.Subscribe(edge.Topics.Raw.Name);
            while (!_stopping)
                Step();
            // Closing revokes, and so drains the lanes
            _consumer.Close();
            _completion.TrySetResult();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _completion.TrySetException(new KafkaEdgeException($"{_name}: {fault.Message}", fault));
        }
        finally
        {
            ended.Cancel();
            End();
        }
    }

    private void Step()
    {
        try
        {
            if (_consumer.Consume(PollMax) is { Message: not null } result && _slots.TryGetValue(result.TopicPartition, out var slot) && slot.Epoch > 0)
            {
                slot.Lane.Inputs.Add(slot.Epoch, result.Offset, result.Message.Value);
                slot.Read++;
                if (slot.Read % 64 != 0)
                    return;
            }
        }
        catch (ConsumeException fault) when (!fault.Error.IsFatal)
        {
            _setup.Status.Waits(_name, $"{fault.Error.Code}: {fault.Error.Reason}");
        }

        var since = _setup.Time.GetTimestamp();
        foreach (var (partition, slot) in _slots)
            Steer(partition, slot, HoldMax - _setup.Time.GetElapsedTime(since));
        ObserveIfDue();
    }

    // What the client has fetched it throws away when a partition is paused, and fetches again: a short wait for room comes first
    private void Steer(TopicPartition partition, Slot slot, TimeSpan hold)
    {
        try
        {
            if (slot.Lane.Seek is { } request)
            {
                _consumer.Seek(new(partition, request.Start));
                slot.Lane.SeekDone(request);
                slot.Epoch = request.Epoch;
            }

            var full = slot.Epoch == 0 || slot.Lane.Inputs.IsFull(slot.Paused ? TimeSpan.Zero : hold);
            if (full == slot.Paused)
                return;
            if (full)
                _consumer.Pause([partition]);
            else
                _consumer.Resume([partition]);
            slot.Paused = full;
        }
        catch (KafkaException fault) when (!fault.Error.IsFatal)
        {
            // The client has not taken the assignment up yet; the next step tries again
            _setup.Logger.TransactionFailed(partition.Partition, fault.Error.Code.ToString());
        }
    }

    private void Assigned(List<TopicPartition> partitions)
    {
        Note("assigned", partitions);
        foreach (var partition in partitions)
        {
            var lane = new PartitionLane(edge, partition, _consumer);
            _slots[partition] = new(lane);
            lane.Start();
        }

        _setup.Status.Runs(_name);
    }

    private void Revoked(List<TopicPartition> partitions)
    {
        Note("revoked", partitions);
        Leave(partitions, lane => lane.Stop(), _options.RevokeDrainMax);
    }

    private void Lost(List<TopicPartition> partitions)
    {
        Note("lost", partitions);
        Leave(partitions, lane => lane.Abandon(), TimeSpan.Zero);
    }

    private void Leave(List<TopicPartition> partitions, Action<PartitionLane> end, TimeSpan max)
    {
        var leaving = partitions.Where(_slots.ContainsKey).ToList();
        foreach (var partition in leaving)
            end(_slots[partition].Lane);
        var since = _setup.Time.GetTimestamp();
        foreach (var partition in leaving)
        {
            var lane = _slots[partition].Lane;
            var left = max - _setup.Time.GetElapsedTime(since);
            if (lane.WaitForEnd(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                lane.Dispose();
            }
            else
            {
                lane.Abandon();
                _abandoned.Add(lane);
            }

            _slots.Remove(partition);
            KafkaMetrics.NoLag(_options.GroupId, partition.Topic, partition.Partition);
        }
    }

    // The client may go only when no lane can call it any more
    private void End()
    {
        Leave([.. _slots.Keys], lane => lane.Abandon(), TimeSpan.Zero);
        var ended = _abandoned.TrueForAll(lane => lane.WaitForEnd(AbandonedMax));
        if (ended)
            _consumer?.Dispose();
        _setup.Status.Ended(_name);
    }

    private void ObserveIfDue()
    {
        if (_setup.Time.GetElapsedTime(_lastLag) < LagInterval)
            return;
        _lastLag = _setup.Time.GetTimestamp();
        foreach (var (partition, slot) in _slots)
        {
            KafkaMetrics.Read(partition.Topic, slot.Read - slot.Counted);
            slot.Counted = slot.Read;
            var end = _consumer.GetWatermarkOffsets(partition).High.Value;
            if (end >= 0 && slot.Lane.Committed >= 0)
                KafkaMetrics.Lag(_options.GroupId, partition.Topic, partition.Partition, end - slot.Lane.Committed);
        }
    }

    private static string Name(EnrichmentEdge edge) => $"read {edge.Topics.Raw.Name} as {edge.Options.Reading.GroupId}";

    private void Note(string kind, List<TopicPartition> partitions)
    {
        KafkaMetrics.Rebalanced(_options.GroupId, kind);
        _setup.Logger.Rebalanced(_options.GroupId, kind, string.Join(' ', partitions));
    }

    private sealed class Slot(PartitionLane lane)
    {
        public PartitionLane Lane => lane;

        public int Epoch { get; set; }

        public bool Paused { get; set; }

        public long Read { get; set; }

        public long Counted { get; set; }
    }
}
