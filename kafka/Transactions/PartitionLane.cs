using Confluent.Kafka;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;

namespace Snowtrail.Kafka.Transactions;

/// <summary>
/// One input partition, from assignment to revocation. 1 fence the predecessor; 2 restore the last committed snapshot; 3 read again what lies
/// between it and the committed offset, throwing away what is made of it; 4 serve. A failure that leaves producer or state in doubt begins again
/// at 1, from what was committed.
/// </summary>
internal sealed class PartitionLane : IDisposable
{
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CommittedMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);
    private readonly EnrichmentEdge _edge;
    private readonly KafkaSetup _setup;
    private readonly TopicPartition _input;
    private readonly IConsumer<Ignore, ReadOnlyMemory<byte>?> _consumer;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly LaneState _state;
    private readonly OutputBatch _batch = new();
    private readonly string _name;
    private SeekRequest? _seek;
    private int _epoch;
    private volatile bool _stopping;

    public PartitionLane(EnrichmentEdge edge, TopicPartition input, IConsumer<Ignore, ReadOnlyMemory<byte>?> consumer)
    {
        (_edge, _setup, _input, _consumer) = (edge, edge.Kafka, input, consumer);
        _name = $"enrich partition {input.Partition.Value}";
        Inputs = new(edge.Options.Reading);
        _state = new(edge, input, _abandoned.Token);
    }

    /// <summary>
    /// What the poll thread has read, each marked with the restoration that asked for it: what an earlier one asked for is not wanted any more.
    /// </summary>
    public RecordBuffer<int> Inputs { get; }

    /// <summary>The committed offset; -1 before the lane serves.</summary>
    public long Committed => _state.Committed;

    /// <summary>Where the poll thread is to read on; null when nothing has changed.</summary>
    public SeekRequest? Seek => Volatile.Read(ref _seek);

    public void SeekDone(SeekRequest request) => Interlocked.CompareExchange(ref _seek, null, request);

    public void Start()
    {
        _setup.Status.Waits(_name, "restoring");
        new Thread(Run) { IsBackground = true, Name = _name }.Start();
    }

    /// <summary>Ends with the transaction at hand and a snapshot.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Ends without waiting for anything.</summary>
    public void Abandon()
    {
        _stopping = true;
        _abandoned.Cancel();
    }

    public bool WaitForEnd(TimeSpan max) => _ended.Wait(max);

    /// <summary>Only after <see cref="WaitForEnd"/> said yes.</summary>
    public void Dispose()
    {
        _abandoned.Dispose();
        _ended.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            try
            {
                using var writer = new TransactionWriter(_edge, _input, () => _consumer.ConsumerGroupMetadata, _abandoned.Token);
                Restore(writer);
                Serve(writer);
            }
            catch (PoisonException fault)
            {
                _state.Poison(fault);
                _setup.Logger.Parked($"{_input.Topic}-{_input.Partition.Value}-{fault.Offset}", fault.Message);
            }
            catch (OperationCanceledException)
            {
                // Abandoned: the next owner begins from what is committed
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                Failed(fault);
            }
        }

        _setup.Status.Ended(_name);
        _ended.Set();
    }

    private void Restore(TransactionWriter writer)
    {
        _epoch++;
        while (Inputs.TryTake(TimeSpan.Zero, out _))
        {
            // Asked for by an earlier restoration
        }

        _state.Numbers(new EdgeOpening(_setup, _name), _abandoned.Token);
        using var left = writer.Init();
        var committed = _consumer.Committed([_input], CommittedMax)[0].Offset;
        var start = _state.Restore(left.Snapshot(), committed.IsSpecial ? -1 : committed.Value);
        Volatile.Write(ref _seek, new(_epoch, start));
        _setup.Status.Runs(_name);
    }

    private void Serve(TransactionWriter writer)
    {
        while (!_stopping)
        {
            if (!Inputs.TryTake(IdlePoll, out var first))
                continue;
            Collect(first);
            if (_state.SnapshotDue)
                _state.AddSnapshot(_batch);
            Commit(writer);
        }

        _batch.Clear();
        if (_state.AddSnapshot(_batch))
            Commit(writer);
    }

    private void Collect(FetchedRecord<int> input)
    {
        _batch.Clear();
        var since = _setup.Time.GetTimestamp();
        do
        {
            if (input.Tag == _epoch)
                _state.Apply(input.Offset, input.Value, _batch);
        }
        while (_batch.Inputs < _edge.Options.BatchRecordsMax && !_stopping && TakeWithin(since, out input));
    }

    private bool TakeWithin(long since, out FetchedRecord<int> input)
    {
        input = default;
        var left = _edge.Options.BatchAge - _setup.Time.GetElapsedTime(since);
        return left > TimeSpan.Zero && Inputs.TryTake(left, out input);
    }

    private void Commit(TransactionWriter writer)
    {
        if (_batch.Next < 0 || _batch.IsEmpty)
            return;
        writer.Commit(_batch, _state.Committed);
        _state.CommittedTo(_batch);
    }

    private void Failed(Exception fault)
    {
        var reason = fault switch
        {
            KafkaEdgeException => fault.Message,
            KafkaException { Error.Code: var code } => code.ToString(),
            _ => fault.GetType().Name,
        };
        if (fault is KafkaException { Error: var error } && TransactionWriter.IsFenced(error))
            _setup.Logger.Fenced(_input.Partition);
        else if (fault is KafkaException or KafkaEdgeException)
            _setup.Logger.TransactionFailed(_input.Partition, reason);
        else
            _setup.Logger.LaneFailed(_input.Partition, fault);
        _setup.Status.Waits(_name, reason);
        _abandoned.Token.WaitHandle.WaitOne(RestartPause);
    }
}
