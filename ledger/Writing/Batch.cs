using System.Buffers;
using Snowtrail.Ledger.Format;

namespace Snowtrail.Ledger.Writing;

/// <summary>Framed records that become durable together. Guarded by the committer's lock while it is being filled.</summary>
internal sealed class Batch(int recordBytesMax) : IBufferWriter<byte>
{
    private const int KeptBytes = 1024 * 1024, FirstBytes = 16 * 1024;
    private byte[] _buffer = new byte[FirstBytes];
    private TaskCompletionSource _completion = NewCompletion();
    private int _written;
    private int _frameStart;

    public int Records { get; private set; }

    public int Bytes => _written;

    public ReadOnlySpan<byte> Frames => _buffer.AsSpan(0, _written);

    /// <summary>Completes when the batch is durable, or fails when it is not.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Adds a record whole, or leaves the batch as it was and throws.</summary>
    public void Add<TState>(TState state, long sequence, RecordEncoder<TState> encode)
    {
        _frameStart = _written;
        try
        {
            GetSpan(Frame.HeaderBytes);
            _written += Frame.HeaderBytes;
            encode(state, sequence, this);
            if (_written == _frameStart + Frame.HeaderBytes)
                throw new ArgumentException("a ledger record has at least one byte", nameof(encode));
        }
        catch
        {
            _written = _frameStart;
            throw;
        }
        Frame.Seal(_buffer.AsSpan(_frameStart, _written - _frameStart), sequence);
        Records++;
    }

    public void Succeed() => _completion.TrySetResult();

    public void Fail(Exception fault)
    {
        _completion.TrySetException(fault);
        // A producer may have given up waiting: its failure is then nobody's to observe
        _ = _completion.Task.Exception;
    }

    public void Reset()
    {
        _written = 0;
        Records = 0;
        _completion = NewCompletion();
        if (_buffer.Length > KeptBytes)
            _buffer = new byte[FirstBytes];
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _written);
        _written += count;
        if (_written - _frameStart - Frame.HeaderBytes > recordBytesMax)
            throw new ArgumentException($"the record is larger than {recordBytesMax} bytes");
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var wanted = checked(_written + Math.Max(sizeHint, 1));
        if (wanted > _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(wanted, 2L * _buffer.Length)));
        return _buffer.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private static TaskCompletionSource NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
