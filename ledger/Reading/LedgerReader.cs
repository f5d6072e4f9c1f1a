using Snowtrail.Ledger.Files;
using Snowtrail.Ledger.Format;
using Snowtrail.Ledger.Recovery;
using Snowtrail.Ledger.Writing;

namespace Snowtrail.Ledger.Reading;

/// <summary>
/// Reads a ledger that another process may be writing, without touching it: for command-line verbs. While there is a writer, what is durable is
/// read; when there is none, everything up to the end or to a torn tail, which is left as it is.
/// </summary>
public sealed class LedgerReader
{
    private readonly string _directory;

    private LedgerReader(string directory, string? gatewayId) => (_directory, GatewayId) = (directory, gatewayId);

    /// <summary>The identity in the first segment; null while there is none.</summary>
    public string? GatewayId { get; }

    /// <summary>Opens the ledger in a directory.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="LedgerCorruptException">The first segment's header is damaged.</exception>
    public static LedgerReader Open(string directory)
    {
        directory = Path.GetFullPath(directory);
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"there is no ledger at {directory}");
        var firsts = SegmentName.List(directory);
        if (firsts.Length == 0 || (firsts.Length == 1 && new FileInfo(SegmentName.Of(directory, firsts[0])).Length < SegmentHeader.Bytes))
            return new(directory, null);
        using var file = new FileWindow(SegmentName.Of(directory, firsts[0]));
        var header = SegmentScan.ReadHeader(file, firsts[0], out var fault);
        return new(directory, header?.GatewayId ?? throw new LedgerCorruptException(file.Path, 0, firsts[0], fault));
    }

    /// <summary>The records from <paramref name="fromSequence"/> to what is durable when the enumeration starts. Does not wait for more.</summary>
    /// <exception cref="LedgerCorruptException">A record cannot be read as it was written.</exception>
    public IEnumerable<LedgerRecord> Read(long fromSequence = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromSequence);
        return Enumerate(fromSequence);
    }

    private IEnumerable<LedgerRecord> Enumerate(long next)
    {
        // In this order: a segment that holds durable records is listed by then
        var end = DirectoryLock.IsHeld(_directory) ? DurableMark.Read(_directory) : FindEnd();
        var catalog = new SegmentCatalog(SegmentName.List(_directory));
        using var frames = new FrameReader(_directory, catalog.Find);
        for (; next < end; next++)
            yield return frames.Read(next);
    }

    private long FindEnd()
    {
        if (SegmentName.List(_directory) is not [.., var last])
            return 0;
        using var file = new FileWindow(SegmentName.Of(_directory, last));
        var scan = SegmentScan.Run(file, last);
        if (!scan.IsWhole && scan.FindLaterFrame(file) is { } later)
            throw new LedgerCorruptException(file.Path, scan.GoodBytes, scan.Next, $"a frame is damaged, and whole records follow (the next one is {later})");
        return scan.Next;
    }
}
