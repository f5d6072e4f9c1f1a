using Confluent.Kafka;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Consuming;

/// <summary>One partition's receipts. The position moves over settled offsets only, whatever order they settle in. Any thread may call it.</summary>
internal sealed class OffsetTracker(TopicPartition partition, Action settled)
{
    private readonly Lock _gate = new();
    private readonly Queue<Opened> _open = new();
    private bool _closed;

    public TopicPartition Partition => partition;

    /// <summary>The offset to commit: everything below it is settled; -1 before the first.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>Records given out whose turn in the prefix has not come.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>A receipt for the next offset; null after <see cref="Close"/>.</summary>
    public IReceipt? TryOpen(long offset)
    {
        lock (_gate)
        {
            if (_closed)
                return null;
            var receipt = new Opened(this, offset);
            _open.Enqueue(receipt);
            return receipt;
        }
    }

    /// <summary>Gives out no more receipts.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
    }

    /// <summary>The position, and whether it has moved since the last call.</summary>
    public bool TryTakePosition(ref long last, out long position)
    {
        lock (_gate)
            position = Position;
        if (position <= last)
            return false;
        last = position;
        return true;
    }

    private void Advance()
    {
        lock (_gate)
            while (_open.TryPeek(out var first) && first.IsSettled)
            {
                Position = first.Value + 1;
                _open.Dequeue();
            }

        settled();
    }

    private sealed class Opened(OffsetTracker tracker, long value) : IReceipt
    {
        private int _settled;

        public long Value => value;

        public bool IsSettled => Volatile.Read(ref _settled) == 1;

        public void Settle(Settlement settlement)
        {
            if (Interlocked.Exchange(ref _settled, 1) == 0)
                tracker.Advance();
        }
    }
}
