using Snowtrail.Proxy.Recording;

namespace Snowtrail.Proxy.Chunks;

/// <summary>Passes what is delivered on to the driver and to the recording, and never keeps the driver waiting for long.</summary>
internal sealed class DeliveryStream(Stream output, IRecordingStream recording, TimeProvider time) : Stream
{
    private static readonly TimeSpan FlushAfter = TimeSpan.FromSeconds(1);
    private long _flushed;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await recording.WriteAsync(buffer, cancellationToken);
        await output.WriteAsync(buffer, cancellationToken);
        // One driver gives up after seven seconds without a byte
        if (_flushed != 0 && time.GetElapsedTime(_flushed) < FlushAfter)
            return;
        await output.FlushAsync(cancellationToken);
        _flushed = time.GetTimestamp();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
