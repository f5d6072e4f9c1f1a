using System.Buffers;

namespace Snowtrail.Kafka.Consuming;

/// <summary>
/// What one thread has fetched and another has not taken yet. Values lie one behind the other in one of two halves: one is filled while the
/// other is worked off, and both are kept. So however much waits, the collector of memory has nothing to move.
/// </summary>
internal sealed class RecordBuffer<TTag>(ConsumerOptions options)
{
    private readonly object _gate = new();
    private Half _filling = new();
    private Half _draining = new();

    private bool IsFullNow => _filling.Count >= options.BufferRecordsMax || _filling.Bytes >= options.BufferBytesMax;

    /// <summary>From the thread that fetches: whether there is no room, after a wait for some.</summary>
    public bool IsFull(TimeSpan wait)
    {
        lock (_gate)
        {
            if (IsFullNow && wait > TimeSpan.Zero)
                Monitor.Wait(_gate, wait);
            return IsFullNow;
        }
    }

    /// <summary>From the thread that fetches. The value is copied.</summary>
    public void Add(TTag tag, long offset, ReadOnlyMemory<byte>? value)
    {
        lock (_gate)
        {
            _filling.Add(tag, offset, value);
            if (_filling.Count == 1)
                Monitor.Pulse(_gate);
        }
    }

    /// <summary>From the thread that works. The value of the last record is gone.</summary>
    public bool TryTake(TimeSpan wait, out FetchedRecord<TTag> record)
    {
        if (_draining.TryTake(out record))
            return true;
        lock (_gate)
        {
            if (_filling.Count == 0 && wait > TimeSpan.Zero)
                Monitor.Wait(_gate, wait);
            if (_filling.Count == 0)
                return false;
            _draining.Clear();
            (_filling, _draining) = (_draining, _filling);
            Monitor.Pulse(_gate);
        }

        return _draining.TryTake(out record);
    }

    private sealed class Half
    {
        private readonly List<(TTag Tag, long Offset, int Start, int Length)> _records = [];
        private ArrayBufferWriter<byte> _bytes = new();
        private int _taken;

        public int Count => _records.Count;

        public int Bytes => _bytes.WrittenCount;

        public void Add(TTag tag, long offset, ReadOnlyMemory<byte>? value)
        {
            _records.Add((tag, offset, _bytes.WrittenCount, value?.Length ?? -1));
            if (value is { } bytes)
                _bytes.Write(bytes.Span);
        }

        public bool TryTake(out FetchedRecord<TTag> record)
        {
            record = default;
            if (_taken == _records.Count)
                return false;
            var (tag, offset, start, length) = _records[_taken++];
            // A bare null would become an empty value
            record = new(tag, offset, length < 0 ? default(ReadOnlyMemory<byte>?) : _bytes.WrittenMemory.Slice(start, length));
            return true;
        }

        public void Clear()
        {
            _records.Clear();
            _taken = 0;
            _bytes = KeptBuffer.Emptied(_bytes);
        }
    }
}
