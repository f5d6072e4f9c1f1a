using System.IO.Compression;

namespace Snowtrail.Proxy.Chunks;

/// <summary>A stored chunk, inflated when its first bytes say gzip, and bounded.</summary>
internal sealed class PlainSource : Stream
{
    private readonly Stream _inner;
    private readonly long _bytesMax;
    private long _bytes;

    private PlainSource(Stream inner, long bytesMax) => (_inner, _bytesMax) = (inner, bytesMax);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _bytes; set => throw new NotSupportedException(); }

    public static async Task<PlainSource> OpenAsync(Stream stored, long bytesMax, CancellationToken cancellation)
    {
        var start = new byte[2];
        var read = await stored.ReadAtLeastAsync(start, 2, throwOnEndOfStream: false, cancellation);
        var whole = new PrefixedStream(start.AsMemory(0, read), stored);
        var gzip = read == 2 && start[0] == 0x1f && start[1] == 0x8b;
        return new(gzip ? new GZipStream(whole, CompressionMode.Decompress) : whole, bytesMax);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await _inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(_inner.Read(buffer, offset, count));

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _bytes += read;
        return _bytes <= _bytesMax ? read : throw new InvalidDataException($"the chunk is larger than {_bytesMax} bytes");
    }
}
