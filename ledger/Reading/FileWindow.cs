using Microsoft.Win32.SafeHandles;

namespace Snowtrail.Ledger.Reading;

/// <summary>Reads a file forward through one buffer. What is in the buffer is as the file was when it was read.</summary>
internal sealed class FileWindow(string path) : IDisposable
{
    private const int ChunkBytes = 256 * 1024;
    private readonly SafeFileHandle _file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
    private byte[] _buffer = new byte[ChunkBytes];
    private long _start;
    private int _count;

    public string Path => path;

    public long Length => RandomAccess.GetLength(_file);

    /// <summary>Bytes from <paramref name="offset"/> on: at least <paramref name="atLeast"/>, fewer only when the file ends there.</summary>
    public ReadOnlyMemory<byte> At(long offset, int atLeast)
    {
        var skip = offset - _start;
        if (skip < 0 || skip + atLeast > _count)
            Fill(offset, atLeast);
        return _buffer.AsMemory((int)(offset - _start), (int)(_start + _count - offset));
    }

    /// <summary>Drops what was read, so that the next look sees the file as it is then.</summary>
    public void Forget() => _count = 0;

    public void Dispose() => _file.Dispose();

    private void Fill(long offset, int atLeast)
    {
        var kept = offset >= _start && offset < _start + _count ? (int)(_start + _count - offset) : 0;
        var target = _buffer.Length < atLeast ? new byte[Math.Max(atLeast, ChunkBytes)] : _buffer;
        _buffer.AsSpan(_count - kept, kept).CopyTo(target);
        (_buffer, _start, _count) = (target, offset, kept);
        while (_count < _buffer.Length)
        {
            var read = RandomAccess.Read(_file, _buffer.AsSpan(_count), _start + _count);
            if (read == 0)
                break;
            _count += read;
        }
    }
}
