using Microsoft.Extensions.Logging;
using Snowtrail.Ledger.Files;
using Snowtrail.Ledger.Format;
using Snowtrail.Ledger.Reading;

namespace Snowtrail.Ledger.Recovery;

/// <summary>
/// Looks at what the last run left: <c>(1)</c> every header, <c>(2)</c> the frames of closed segments, newest first, up to a bound,
/// <c>(3)</c> the last segment whole, whose torn tail is cut. Throws before it changes anything.
/// </summary>
internal sealed partial class LedgerRecoverer(LedgerOptions options, ISegmentFiles files, ILogger log)
{
    private long _verified;

    public static RecoveredLedger Run(LedgerOptions options, ISegmentFiles files, TimeProvider time, ILogger log)
    {
        var started = time.GetTimestamp();
        var recovered = new LedgerRecoverer(options, files, log).Run();
        return recovered with { Report = recovered.Report with { Took = time.GetElapsedTime(started) } };
    }

    private RecoveredLedger Run()
    {
        var firsts = SegmentName.List(options.Directory);
        if (firsts.Length == 0)
            return new(options.GatewayId, [], null, 0, new(0, 0, 0, null, 0, default));
        if (firsts[0] != 0)
            throw Corrupt(0, 0, 0, "the first segment is missing");
        var gatewayId = CheckClosed(firsts);
        return OpenLast(firsts, gatewayId);
    }

    private string? CheckClosed(long[] firsts)
    {
        string? gatewayId = null;
        for (var index = firsts.Length - 2; index >= 0; index--)
        {
            var (first, next) = (firsts[index], firsts[index + 1]);
            using var file = new FileWindow(SegmentName.Of(options.Directory, first));
            var header = SegmentScan.ReadHeader(file, first, out var fault) ?? throw Corrupt(first, 0, first, fault);
            if (gatewayId is not null && header.GatewayId != gatewayId)
                throw Corrupt(first, 0, first, $"the segment belongs to gateway {header.GatewayId}, later ones to {gatewayId}");
            gatewayId = header.GatewayId;
            if (_verified < options.VerifyBytesMax)
                CheckFrames(file, first, next);
        }
        return gatewayId;
    }

    private void CheckFrames(FileWindow file, long first, long next)
    {
        var scan = SegmentScan.Run(file, first);
        _verified += scan.FileBytes;
        if (!scan.IsWhole)
            throw Corrupt(first, scan.GoodBytes, scan.Next, "a frame is damaged in a segment that was closed");
        if (scan.Next != next)
            throw Corrupt(first, scan.GoodBytes, scan.Next, $"the segment ends here, but the next one starts at sequence {next}");
    }

    private RecoveredLedger OpenLast(long[] firsts, string? gatewayId)
    {
        var first = firsts[^1];
        var path = SegmentName.Of(options.Directory, first);
        SegmentScan scan;
        using (var file = new FileWindow(path))
        {
            scan = SegmentScan.Run(file, first);
            _verified += scan.FileBytes;
            if (!scan.IsWhole && scan.FindLaterFrame(file) is { } later)
                throw Corrupt(first, scan.GoodBytes, scan.Next, $"{Fault(scan)}, and whole records follow (the next one is {later})");
        }
        if (scan.Header is { } header && gatewayId is not null && header.GatewayId != gatewayId)
            throw Corrupt(first, 0, first, $"the segment belongs to gateway {header.GatewayId}, earlier ones to {gatewayId}");
        return scan.Header is null ? RemoveLast(firsts, gatewayId, scan) : Cut(firsts, scan);
    }

    // The process died between creating the file and flushing its header: no record was ever acknowledged from it
    private RecoveredLedger RemoveLast(long[] firsts, string? gatewayId, SegmentScan scan)
    {
        if (scan.FileBytes > SegmentHeader.Bytes)
            throw Corrupt(scan.Next, 0, scan.Next, Fault(scan));
        var path = SegmentName.Of(options.Directory, scan.Next);
        LogRemoved(path, scan.FileBytes);
        files.Delete(path);
        files.FlushDirectory(options.Directory);
        return new(gatewayId ?? options.GatewayId, firsts[..^1], null, 0,
            new(scan.Next, firsts.Length, scan.FileBytes, path, _verified, default));
    }

    private RecoveredLedger Cut(long[] firsts, SegmentScan scan)
    {
        var path = SegmentName.Of(options.Directory, firsts[^1]);
        var torn = scan.FileBytes - scan.GoodBytes;
        var file = files.Open(path);
        if (torn > 0)
        {
            LogCut(path, scan.GoodBytes, torn, scan.Next);
            file.Truncate(scan.GoodBytes);
        }
        // What was found may so far be in the page cache alone
        file.Flush();
        files.FlushDirectory(options.Directory);
        return new(scan.Header!.GatewayId, firsts, file, scan.GoodBytes,
            new(scan.Next, firsts.Length, torn, torn > 0 ? path : null, _verified, default));
    }

    private static string Fault(SegmentScan scan) => scan.Header is null ? scan.HeaderFault : "a frame is damaged";

    private LedgerCorruptException Corrupt(long first, long offset, long sequence, string fault) =>
        new(SegmentName.Of(options.Directory, first), offset, sequence, fault);

    [LoggerMessage(10, LogLevel.Warning, "Cut a torn tail: {File} at offset {Offset}, {Bytes} bytes; the next sequence is {Next}")]
    private partial void LogCut(string file, long offset, long bytes, long next);

    [LoggerMessage(11, LogLevel.Warning, "Removed {File}, {Bytes} bytes: its header was never completed")]
    private partial void LogRemoved(string file, long bytes);
}
