using Snowtrail.Ledger.Files;

namespace Snowtrail.Ledger.Tests.Support;

/// <summary>The real disk, until told to be full, to fail a flush, or to wait.</summary>
internal sealed class FaultyFiles : ISegmentFiles
{
    /// <summary>Bytes that may still be written to segments; a write that needs more is cut there and fails, as on a full disk.</summary>
    public long BytesLeft { get; set; } = long.MaxValue;

    public bool FlushFails { get; set; }

    /// <summary>When set, a flush of a segment waits for it.</summary>
    public ManualResetEventSlim? FlushGate { get; set; }

    public int Flushes { get; private set; }

    public ISegmentFile Create(string path) => new Faulty(this, DiskFiles.Instance.Create(path), path);

    public ISegmentFile Open(string path) => new Faulty(this, DiskFiles.Instance.Open(path), path);

    public void Delete(string path) => DiskFiles.Instance.Delete(path);

    public void FlushDirectory(string directory) => DiskFiles.Instance.FlushDirectory(directory);

    private sealed class Faulty(FaultyFiles faults, ISegmentFile file, string path) : ISegmentFile
    {
        private readonly bool _counts = !path.EndsWith("durable", StringComparison.Ordinal);

        public long Length => file.Length;

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            var fits = _counts ? (int)Math.Min(bytes.Length, faults.BytesLeft) : bytes.Length;
            file.Write(offset, bytes[..fits]);
            if (!_counts)
                return;
            faults.BytesLeft -= fits;
            if (fits < bytes.Length)
                throw new IOException("No space left on device");
        }

        public int Read(long offset, Span<byte> bytes) => file.Read(offset, bytes);

        public void Truncate(long length) => file.Truncate(length);

        public void Flush()
        {
            faults.Flushes++;
            faults.FlushGate?.Wait();
            if (faults.FlushFails)
                throw new IOException("Input/output error");
            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
