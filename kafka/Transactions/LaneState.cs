using Confluent.Kafka;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Transactions;

/// <summary>State of one input partition: the processor, how far it is, and what its events became.</summary>
internal sealed class LaneState(EnrichmentEdge edge, TopicPartition input, CancellationToken abandoned)
{
    private static readonly TimeSpan LearnPause = TimeSpan.FromSeconds(1);
    private readonly KafkaSetup _setup = edge.Kafka;
    private readonly WireDecoder<AuditEvent> _decoder = new(edge.Kafka.SchemaIds);
    private readonly Dictionary<long, string> _poison = [];
    private readonly (KafkaTopic<EnrichedEvent> Enriched, KafkaTopic<EnrichedEvent> Alerts, KafkaTopic<ParkedRecord> Parked) _topics =
        (edge.Topics.Enriched, edge.Topics.Alerts, edge.Topics.Parked);
    private IPartitionProcessor _processor = null!;
    private (int Enriched, int Alerts, int Parked) _ids;
    private long _next = -1;
    private long _committed = -1;
    private long _sinceSnapshot;
    private long _snapshotTime;
    private bool _snapshotForced;

    public long Committed => Volatile.Read(ref _committed);

    public bool SnapshotDue => _snapshotForced || _sinceSnapshot >= edge.Options.SnapshotRecords
        || _setup.Time.GetElapsedTime(_snapshotTime) >= edge.Options.SnapshotInterval;

    /// <summary>Waits until the schemas of all outputs have numbers.</summary>
    public void Numbers(EdgeOpening opening, CancellationToken cancellation) =>
        _ids = (opening.SchemaAsync(_topics.Enriched, cancellation).GetAwaiter().GetResult(),
            opening.SchemaAsync(_topics.Alerts, cancellation).GetAwaiter().GetResult(),
            opening.SchemaAsync(_topics.Parked, cancellation).GetAwaiter().GetResult());

    /// <summary>Begins from what is committed; the answer is where to read.</summary>
    public Offset Restore(Snapshot? snapshot, long committed)
    {
        _processor = edge.Processor(input.Partition);
        if (!_processor.Restore(snapshot?.Bytes))
        {
            _setup.Logger.StateLost(input.Partition, "the snapshot cannot be read by this version");
            snapshot = null;
            _processor = edge.Processor(input.Partition);
            _processor.Restore(null);
        }
        else if (snapshot is null && committed > 0)
        {
            _setup.Logger.StateLost(input.Partition, "there is no snapshot");
        }

        _next = snapshot?.Offset ?? -1;
        Volatile.Write(ref _committed, committed);
        (_sinceSnapshot, _snapshotForced, _snapshotTime) = (0, false, _setup.Time.GetTimestamp());
        _setup.Logger.Restored(input.Partition, _next, committed);
        return snapshot is null ? Offset.Beginning : new Offset(snapshot.Offset);
    }

    public void Poison(PoisonException fault) => _poison[fault.Offset] = fault.Message;

    /// <summary>Applies an input record; what was committed before makes state and no output.</summary>
    /// <exception cref="PoisonException">The processor threw.</exception>
    public void Apply(long offset, ReadOnlyMemory<byte>? value, OutputBatch batch)
    {
        if (offset < _next)
            return;
        var isNew = offset >= _committed;
        if (_poison.TryGetValue(offset, out var poison))
            Park(offset, value, poison, isNew, batch);
        else if (value is { } bytes)
            Process(offset, bytes, isNew, batch);
        _next = offset + 1;
        _sinceSnapshot++;
        batch.Inputs++;
        // Before the committed offset is reached there is nothing to commit
        if (isNew)
            batch.Next = _next;
    }

    /// <summary>Adds a snapshot of the state as it is; false when nothing was applied since the last or the state is still behind.</summary>
    public bool AddSnapshot(OutputBatch batch)
    {
        if (_sinceSnapshot == 0 || _next < _committed)
            return false;
        foreach (var (key, value) in SnapshotChunk.Cut(input.Partition, _next, _processor.Snapshot()))
            batch.Add(edge.Topics.State, input.Partition.Value, key, value);
        batch.Next = _next;
        (_sinceSnapshot, _snapshotForced, _snapshotTime) = (0, false, _setup.Time.GetTimestamp());
        return true;
    }

    public void CommittedTo(OutputBatch batch)
    {
        Volatile.Write(ref _committed, batch.Next);
        _poison.Clear();
        foreach (var (topic, count) in batch.Counts)
            KafkaMetrics.Wrote(topic, count);
    }

    private void Process(long offset, ReadOnlyMemory<byte> value, bool isNew, OutputBatch batch)
    {
        AuditEvent? auditEvent;
        string? fault;
        while (!_decoder.TryDecode(value, out auditEvent, out fault))
            Learn(value);
        if (auditEvent is null)
        {
            Park(offset, value, fault!, isNew, batch);
            return;
        }

        var made = Made(offset, auditEvent);
        if (isNew)
            foreach (var enriched in made)
                Add(enriched, batch);
    }

    private IReadOnlyList<EnrichedEvent> Made(long offset, AuditEvent auditEvent)
    {
        try
        {
            return _processor.Process(auditEvent);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new PoisonException(offset, fault);
        }
    }

    private void Learn(ReadOnlyMemory<byte> value)
    {
        try
        {
            _decoder.LearnAsync(value, abandoned).GetAwaiter().GetResult();
        }
        catch (SchemaIdUnavailableException)
        {
            abandoned.WaitHandle.WaitOne(LearnPause);
            abandoned.ThrowIfCancellationRequested();
        }
    }

    private void Add(EnrichedEvent enriched, OutputBatch batch)
    {
        var (topic, id) = enriched.Body is Alert ? (_topics.Alerts, _ids.Alerts) : (_topics.Enriched, _ids.Enriched);
        batch.Add(topic, id, enriched);
    }

    private void Park(long offset, ReadOnlyMemory<byte>? value, string reason, bool isNew, OutputBatch batch)
    {
        // The next restoration must not come by it again
        _snapshotForced = true;
        if (!isNew)
            return;
        var parked = ParkedPosition.Of(new(input, offset), value?.ToArray() ?? [], reason, _setup.Time);
        batch.Add(_topics.Parked, _ids.Parked, parked);
        KafkaMetrics.RecordParked(input.Topic);
    }
}
