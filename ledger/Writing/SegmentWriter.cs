using Snowtrail.Ledger.Files;
using Snowtrail.Ledger.Format;

namespace Snowtrail.Ledger.Writing;

/// <summary>
/// The segment that grows, and what is known to be durable of it. Used by the committer's thread alone. After any of its methods threw,
/// <see cref="StartAnew"/> must succeed before the next commit.
/// </summary>
internal sealed class SegmentWriter(
    ISegmentFiles files, string directory, string gatewayId, long segmentBytesMax, SegmentCatalog catalog, TimeProvider time) : IDisposable
{
    private const int TrialBytes = 64 * 1024;
    private ISegmentFile? _file;
    private long _first;
    private long _length;

    /// <summary>Every record below this sequence is durable.</summary>
    public long DurableNext { get; private set; }

    /// <summary>Goes on in a recovered segment whose first <paramref name="length"/> bytes are durable, or in a new one when there is none.</summary>
    public void Resume(ISegmentFile? file, long first, long length, long next) =>
        (_file, _first, _length, DurableNext) = (file, first, length, next);

    public void Commit(Batch batch)
    {
        if (_file is null || (DurableNext > _first && _length + batch.Bytes > segmentBytesMax))
            Roll();
        _file!.Write(_length, batch.Frames);
        _file.Flush();
        _length += batch.Bytes;
        DurableNext += batch.Records;
    }

    /// <summary>
    /// After a failure. A failed flush may have thrown dirty pages away and a second one would report success (fsyncgate), so nothing behind
    /// the last durable byte is kept: cut it off, flush that (which also writes the page shared with the cut part anew), go on in another file.
    /// </summary>
    public void StartAnew()
    {
        TryToWrite();
        if (_file is not null && DurableNext > _first)
        {
            _file.Truncate(_length);
            _file.Flush();
            if (_file.Length != _length)
                throw new IOException($"{SegmentName.Of(directory, _first)} has {_file.Length} bytes after it was cut to {_length}");
        }
        Roll();
    }

    public void Dispose() => _file?.Dispose();

    private void Roll()
    {
        _file?.Dispose();
        _file = null;
        var file = files.Create(SegmentName.Of(directory, DurableNext));
        try
        {
            Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
            new SegmentHeader(gatewayId, DurableNext, time.GetUtcNow()).Write(header);
            file.Write(0, header);
            file.Flush();
            files.FlushDirectory(directory);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        (_file, _first, _length) = (file, DurableNext, SegmentHeader.Bytes);
        catalog.Add(_first);
    }

    // A full disk may still hold the few bytes of a header
    private void TryToWrite()
    {
        var path = Path.Combine(directory, "trial");
        try
        {
            using var trial = files.Create(path);
            trial.Write(0, new byte[TrialBytes]);
            trial.Flush();
        }
        finally
        {
            files.Delete(path);
        }
    }
}
