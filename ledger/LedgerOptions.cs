namespace Snowtrail.Ledger;

/// <summary>Where a ledger lies and how much it may hold in memory. Validated as a whole by <see cref="Ledger.Open"/>.</summary>
public sealed record LedgerOptions
{
    /// <summary>Largest accepted <see cref="RecordBytesMax"/>: what the frame's reader will believe of a length field.</summary>
    public const int RecordBytesLimit = 256 * 1024 * 1024;

    /// <summary>Directory of the segments. Created (mode 0700) when it does not exist. One process at a time writes to it.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Identity written into the header of each segment: 1 to 64 printable ASCII characters. It names a <em>new</em> ledger; a directory that
    /// already holds segments keeps its own, which <see cref="Ledger.GatewayId"/> tells.
    /// </summary>
    public required string GatewayId { get; init; }

    /// <summary>A segment that would grow above this many bytes is closed first. Default 64 MiB; at least 4 KiB. One batch larger than this gets a segment of its own.</summary>
    public long SegmentBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Largest record, bytes. Default 16 MiB; 1 to <see cref="RecordBytesLimit"/>. A larger one is refused with <see cref="ArgumentException"/>.</summary>
    public int RecordBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most records that wait for the next commit; further appends wait their turn. Default 4096; at least 1.</summary>
    public int QueueRecordsMax { get; init; } = 4096;

    /// <summary>Most bytes that wait for the next commit (one record may overstep it). Default 32 MiB; at least 1. Memory is about twice this.</summary>
    public long QueueBytesMax { get; init; } = 32L * 1024 * 1024;

    /// <summary>How long an append waits for room in the queue before it fails. Default 10 seconds; above zero.</summary>
    public TimeSpan QueueWaitMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two attempts to write again after a failure. Default 1 second; above zero.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long <see cref="Ledger.Open"/> waits for another process to let go of the directory. Default half a second; zero or more.</summary>
    public TimeSpan LockWaitMax { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Bytes of closed segments, newest first, whose every frame is checked at start, in whole segments. Default 1 GiB; zero or more. The last
    /// segment is always checked whole; older ones when they are read. It bounds the start-up time.
    /// </summary>
    public long VerifyBytesMax { get; init; } = 1024L * 1024 * 1024;

    internal void Validate()
    {
        List<string> faults = [];
        Require(faults, !string.IsNullOrWhiteSpace(Directory), "Directory is empty");
        Require(faults, GatewayId is { Length: >= 1 and <= 64 } && GatewayId.All(c => c is > ' ' and <= '~'), "GatewayId is not 1 to 64 printable ASCII characters");
        Require(faults, SegmentBytesMax >= 4096, "SegmentBytesMax is below 4096");
        Require(faults, RecordBytesMax is >= 1 and <= RecordBytesLimit, $"RecordBytesMax is not between 1 and {RecordBytesLimit}");
        Require(faults, QueueRecordsMax >= 1, "QueueRecordsMax is below 1");
        Require(faults, QueueBytesMax >= 1, "QueueBytesMax is below 1");
        Require(faults, QueueWaitMax > TimeSpan.Zero, "QueueWaitMax is not above zero");
        Require(faults, ProbeInterval > TimeSpan.Zero, "ProbeInterval is not above zero");
        Require(faults, LockWaitMax >= TimeSpan.Zero, "LockWaitMax is negative");
        Require(faults, VerifyBytesMax >= 0, "VerifyBytesMax is negative");
        if (faults.Count > 0)
            throw new ArgumentException($"ledger options: {string.Join("; ", faults)}");
    }

    private static void Require(List<string> faults, bool holds, string fault)
    {
        if (!holds)
            faults.Add(fault);
    }
}
