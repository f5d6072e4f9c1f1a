using Confluent.Kafka;
using Snowtrail.Kafka.Producing;

namespace Snowtrail.Kafka.Consuming;

/// <summary>
/// The thread that owns a consumer: it polls, hands records over, pauses when the buffer is full, commits what has settled, and answers
/// rebalances. It goes on polling while the flow drains, so that the group keeps the member.
/// </summary>
internal sealed class ConsumerWorker
{
    private static readonly TimeSpan PollMax = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DrainPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LagInterval = TimeSpan.FromSeconds(1);
    private readonly KafkaSetup _setup;
    private readonly ConsumerOptions _options;
    private readonly IReadOnlyList<string> _topics;
    private readonly string _edge;
    private readonly Action _more;
    private readonly Action<Exception> _failed;
    private readonly EdgeOpening _opening;
    private readonly RecordBuffer<OffsetTracker> _buffer;
    private readonly Dictionary<TopicPartition, Lane> _lanes = [];
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConsumer<Ignore, ReadOnlyMemory<byte>?> _consumer = null!;
    private long _lastCommit;
    private long _lastLag;
    private bool _paused;
    private volatile bool _ready;
    private volatile bool _reading = true;
    private volatile bool _flowEnded;
    private int _unsettled;

    public ConsumerWorker(KafkaSetup setup, IReadOnlyList<string> topics, ConsumerOptions options, Action more, Action<Exception> failed)
    {
        (_setup, _topics, _options, _more, _failed) = (setup, topics, options, more, failed);
        _edge = $"read {string.Join(',', topics)} as {options.GroupId}";
        _opening = new(setup, _edge);
        _buffer = new(options);
    }

    public Task Completion => _completion.Task;

    public int Unsettled => Volatile.Read(ref _unsettled);

    public void Start()
    {
        _setup.Status.Waits(_edge, "starting");
        new Thread(Run) { IsBackground = true, Name = _edge }.Start();
    }

    public bool TryTake(out FetchedRecord<OffsetTracker> record) => _buffer.TryTake(TimeSpan.Zero, out record);

    public void Opened() => Interlocked.Increment(ref _unsettled);

    /// <summary>The flow takes no more; what it took may still settle.</summary>
    public void EndFlow()
    {
        _reading = false;
        _flowEnded = true;
    }

    public void StopReading() => _reading = false;

    private void Run()
    {
        using var ended = new CancellationTokenSource();
        var stopped = ended.Token;
        try
        {
            _consumer = new ConsumerBuilder<Ignore, ReadOnlyMemory<byte>?>(ConsumerConfigs.Member(_setup.Connection, _options, autoCommit: true))
                .SetValueDeserializer(new LastValue())
                .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
                .SetPartitionsRevokedHandler((_, positions) => Revoked([.. positions.Select(p => p.TopicPartition)]))
                .SetPartitionsLostHandler((_, positions) => Lost([.. positions.Select(p => p.TopicPartition)]))
                .SetOffsetsCommittedHandler((_, committed) => Committed(committed.Error))
                .SetErrorHandler((_, error) => _opening.Trouble(error, _topics[0], stopped))
                .SetLogHandler((_, line) => _setup.Logger.Client(line))
                .Build();
            _consumer.Subscribe(_topics);
            while (_reading)
                Step();
            Drain();
            _consumer.Close();
            _completion.TrySetResult();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            var failure = fault as KafkaEdgeException ?? new KafkaEdgeException($"{_edge}: {fault.Message}", fault);
            _completion.TrySetException(failure);
            _failed(failure);
        }
        finally
        {
            ended.Cancel();
            _consumer?.Dispose();
            foreach (var partition in _lanes.Keys)
                KafkaMetrics.NoLag(_options.GroupId, partition.Topic, partition.Partition);
            _setup.Status.Ended(_edge);
        }
    }

    private void Step()
    {
        try
        {
            if (_consumer.Consume(PollMax) is { Message: not null } result && _lanes.TryGetValue(result.TopicPartition, out var lane) && _reading)
            {
                _buffer.Add(lane.Tracker, result.Offset, result.Message.Value);
                lane.Read++;
                if (lane.First < 0)
                    lane.First = result.Offset;
                _more();
                if (!_ready)
                    Ready();
            }
        }
        catch (ConsumeException fault) when (!fault.Error.IsFatal)
        {
            Waits(fault.Error);
        }

        HoldOrGoOn();
        StoreIfDue();
        ObserveIfDue();
    }

    // What the client has fetched it throws away when a partition is paused, and fetches again: a short wait comes first
    private void HoldOrGoOn()
    {
        var full = _buffer.IsFull(_paused ? TimeSpan.Zero : HoldMax);
        if (full == _paused)
            return;
        if (full)
            _consumer.Pause(_lanes.Keys);
        else
            _consumer.Resume(_lanes.Keys);
        _paused = full;
    }

    private void StoreIfDue()
    {
        if (_setup.Time.GetElapsedTime(_lastCommit) < _options.CommitInterval)
            return;
        _lastCommit = _setup.Time.GetTimestamp();
        foreach (var (partition, lane) in _lanes)
            Store(partition, lane);
    }

    // The client commits what is stored at its interval, when it gives a partition back, and when it closes
    private void Store(TopicPartition partition, Lane lane)
    {
        if (!lane.Tracker.TryTakePosition(ref lane.Stored, out var position))
            return;
        try
        {
            _consumer.StoreOffset(new TopicPartitionOffset(partition, position));
        }
        catch (KafkaException fault)
        {
            Committed(fault.Error);
        }
    }

    private void ObserveIfDue()
    {
        if (_setup.Time.GetElapsedTime(_lastLag) < LagInterval)
            return;
        _lastLag = _setup.Time.GetTimestamp();
        foreach (var (partition, lane) in _lanes)
        {
            KafkaMetrics.Read(partition.Topic, lane.Read);
            lane.Read = 0;
            var end = _consumer.GetWatermarkOffsets(partition).High.Value;
            if (end >= 0 && lane.First >= 0)
                KafkaMetrics.Lag(_options.GroupId, partition.Topic, partition.Partition, end - Math.Max(lane.First, lane.Stored));
        }
    }

    private void Assigned(List<TopicPartition> partitions)
    {
        Note("assigned", partitions);
        foreach (var partition in partitions)
            _lanes[partition] = new(new(partition, Settled));
        // The next look pauses the new ones too, if the buffer is still full
        if (_paused)
        {
            _consumer.Resume(_lanes.Keys.Except(partitions));
            _paused = false;
        }

        Ready();
    }

    private void Revoked(List<TopicPartition> partitions)
    {
        Note("revoked", partitions);
        var leaving = partitions.Where(_lanes.ContainsKey).ToList();
        foreach (var partition in leaving)
            _lanes[partition].Tracker.Close();
        var since = _setup.Time.GetTimestamp();
        while (leaving.Any(p => _lanes[p].Tracker.Open > 0) && _setup.Time.GetElapsedTime(since) < _options.RevokeDrainMax)
            Thread.Sleep(DrainPause);
        foreach (var partition in leaving)
            Store(partition, _lanes[partition]);
        CommitNow();
        Forget(leaving);
    }

    private void Lost(List<TopicPartition> partitions)
    {
        Note("lost", partitions);
        foreach (var partition in partitions.Where(_lanes.ContainsKey))
            _lanes[partition].Tracker.Close();
        Forget(partitions);
    }

    private void Forget(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _lanes.Remove(partition);
            KafkaMetrics.NoLag(_options.GroupId, partition.Topic, partition.Partition);
        }
    }

    private void Drain()
    {
        if (_lanes.Count > 0)
            _consumer.Pause(_lanes.Keys);
        var since = _setup.Time.GetTimestamp();
        while ((!_flowEnded || Unsettled > 0) && _setup.Time.GetElapsedTime(since) < _options.StopDrainMax)
        {
            try
            {
                _consumer.Consume(DrainPause);
            }
            catch (ConsumeException fault) when (!fault.Error.IsFatal)
            {
                Waits(fault.Error);
            }
        }

        foreach (var (partition, lane) in _lanes)
        {
            lane.Tracker.Close();
            Store(partition, lane);
        }

        CommitNow();
    }

    private void CommitNow()
    {
        try
        {
            _consumer.Commit();
        }
        catch (KafkaException fault)
        {
            Committed(fault.Error);
        }
    }

    private void Settled()
    {
        Interlocked.Decrement(ref _unsettled);
        _more();
    }

    private void Committed(Error error)
    {
        if (!error.IsError || error.Code == ErrorCode.Local_NoOffset)
            return;
        KafkaMetrics.CommitFailed(_options.GroupId);
        _setup.Logger.CommitFailed(_options.GroupId, error.Code.ToString());
    }

    private void Waits(Error error)
    {
        _ready = false;
        _setup.Status.Waits(_edge, $"{error.Code}: {error.Reason}");
    }

    private void Ready()
    {
        _ready = true;
        _setup.Status.Runs(_edge);
    }

    private void Note(string kind, List<TopicPartition> partitions)
    {
        KafkaMetrics.Rebalanced(_options.GroupId, kind);
        _setup.Logger.Rebalanced(_options.GroupId, kind, string.Join(' ', partitions));
    }

    private sealed class Lane(OffsetTracker tracker)
    {
        public long First = -1;
        public long Stored = -1;
        public long Read;

        public OffsetTracker Tracker => tracker;
    }
}
