using Microsoft.Win32.SafeHandles;

namespace Snowtrail.Ledger.Files;

internal sealed class DiskFile : ISegmentFile
{
    private readonly FileStream _stream;
    private readonly SafeFileHandle _handle;

    public DiskFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && mode == FileMode.CreateNew)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _stream = new FileStream(path, options);
        _handle = _stream.SafeFileHandle;
    }

    public long Length => RandomAccess.GetLength(_handle);

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    public int Read(long offset, Span<byte> bytes) => RandomAccess.Read(_handle, bytes, offset);

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _stream.Dispose();
}
