using Snowtrail.Ledger.Format;
using Snowtrail.Ledger.Recovery;

namespace Snowtrail.Ledger.Reading;

/// <summary>
/// Fetches records that are known to be durable. Quick when they are asked for in order; the first one is found by walking its segment.
/// </summary>
/// <param name="directory">Where the segments lie.</param>
/// <param name="find">First sequence of the segment that holds a sequence.</param>
internal sealed class FrameReader(string directory, Func<long, long> find) : IDisposable
{
    private FileWindow? _file;
    private long _first = -1;
    private long _next;
    private long _offset;

    /// <summary>Drops what was read ahead.</summary>
    public void Forget() => _file?.Forget();

    public LedgerRecord Read(long sequence)
    {
        Seek(sequence);
        return new(sequence, Step()[Frame.HeaderBytes..].ToArray());
    }

    public void Dispose() => _file?.Dispose();

    private void Seek(long sequence)
    {
        var first = find(sequence);
        if (first < 0)
            throw new LedgerCorruptException(SegmentName.Of(directory, sequence), 0, sequence, "the segment is missing");
        if (first != _first || sequence < _next)
            OpenSegment(first);
        while (_next < sequence)
            Step();
    }

    private void OpenSegment(long first)
    {
        _file?.Dispose();
        (_file, _first) = (null, -1);
        var path = SegmentName.Of(directory, first);
        if (!File.Exists(path))
            throw new LedgerCorruptException(path, 0, first, "the segment is missing");
        var file = new FileWindow(path);
        if (SegmentScan.ReadHeader(file, first, out var fault) is null)
        {
            file.Dispose();
            throw new LedgerCorruptException(path, 0, first, fault);
        }
        (_file, _first, _next, _offset) = (file, first, first, SegmentHeader.Bytes);
    }

    private ReadOnlyMemory<byte> Step()
    {
        if (SegmentScan.ReadFrame(_file!, _offset, _next, out var frame) != FrameStatus.Whole)
            throw new LedgerCorruptException(_file!.Path, _offset, _next, "a frame is damaged");
        _offset += frame.Length;
        _next++;
        return frame;
    }
}
