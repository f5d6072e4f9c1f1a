using System.Text.Json;
using Snowtrail.Proxy.Identity;

namespace Snowtrail.Proxy.Recording;

/// <summary>The open files of one session's recording. Used by the store's writer alone.</summary>
internal sealed class SessionWriter : IDisposable
{
    // Polling answers repeat; what is older than this many contents is simply stored again
    private const int RememberedMax = 64;
    private readonly string _folder;
    private readonly RecordingOptions _options;
    private readonly FileStream _index;
    private readonly Dictionary<string, IReadOnlyList<StoredPart>> _known = [];
    private readonly Queue<string> _order = [];
    private FileStream? _segment;
    private int _number;
    private long _stored;

    public SessionWriter(string directory, string sessionId, RecordingOptions options)
    {
        _folder = SessionFiles.Folder(directory, sessionId);
        _options = options;
        PrivateFiles.CreateDirectory(_folder);
        _number = SessionFiles.LastSegment(_folder);
        _stored = SessionFiles.StoredBytes(_folder);
        _index = SessionFiles.Open(SessionFiles.Index(_folder));
        CutTornLine();
    }

    /// <summary>Ticks of the last use, for closing the one that was idle longest.</summary>
    public long Used { get; set; }

    /// <summary>Stores one compressed piece; null when the session's bound does not allow it.</summary>
    public StoredPart? Store(ReadOnlySpan<byte> compressed, int bytes)
    {
        if (_stored + compressed.Length > _options.SessionBytesMax)
            return null;
        if (_segment is null || _segment.Position >= _options.SegmentBytesMax)
            NextSegment();
        var part = new StoredPart(_number, _segment!.Position, compressed.Length, bytes);
        _segment.Write(compressed);
        _stored += compressed.Length;
        return part;
    }

    /// <summary>Where this session holds the content already; null when it does not, or no longer remembers.</summary>
    public IReadOnlyList<StoredPart>? Find(string digest) => _known.GetValueOrDefault(digest);

    /// <summary>Appends an entry. It reaches the file whole or, when the process dies, not as a line.</summary>
    public void Append(IndexLine line)
    {
        _index.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, IndexLineJson.Default.IndexLine), (byte)'\n']);
        if (!line.Truncated && _known.TryAdd(line.Sha256, line.Parts))
            Remember(line.Sha256);
    }

    /// <summary>Returns when all that was written is on stable storage.</summary>
    public void Flush()
    {
        _segment?.Flush(flushToDisk: true);
        _index.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _segment?.Dispose();
        _index.Dispose();
    }

    private void NextSegment()
    {
        _segment?.Flush(flushToDisk: true);
        _segment?.Dispose();
        _segment = SessionFiles.Open(SessionFiles.Segment(_folder, ++_number));
    }

    private void Remember(string digest)
    {
        _order.Enqueue(digest);
        if (_order.Count > RememberedMax)
            _known.Remove(_order.Dequeue());
    }

    // A line is whole when it ends; what a crash left behind the last end never was an entry
    private void CutTornLine()
    {
        var length = _index.Length;
        Span<byte> last = stackalloc byte[1];
        for (; length > 0; length--)
        {
            if (RandomAccess.Read(_index.SafeFileHandle, last, length - 1) == 1 && last[0] == '\n')
                break;
        }
        _index.SetLength(length);
        _index.Position = length;
    }
}
