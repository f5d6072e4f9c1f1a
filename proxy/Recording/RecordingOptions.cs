namespace Snowtrail.Proxy.Recording;

/// <summary>Where session recordings lie and how much they may take.</summary>
public sealed record RecordingOptions
{
    /// <summary>Directory of the recordings, a folder for each session. Created (mode 0700) when it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>Stored (compressed) bytes of one session's contents. Default 256 MiB; zero or more. Above it entries say that they are truncated.</summary>
    public long SessionBytesMax { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes kept of one statement or answer. Default 64 MiB; zero or more. What is longer is kept up to here and says so.</summary>
    public long ContentBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>A segment that reached this many bytes is closed and another begun. Default 64 MiB; at least 1.</summary>
    public long SegmentBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes that wait to be written. Default 64 MiB; at least 1 MiB. What does not fit is left out, or waited for with <see cref="RequireRecording"/>.</summary>
    public long QueueBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Pieces and entries that wait to be written. Default 16,384; at least 1.</summary>
    public int QueueItemsMax { get; init; } = 16 * 1024;

    /// <summary>Sessions whose files are kept open. Default 256; at least 1. Others are opened when something is to be written.</summary>
    public int OpenSessionsMax { get; init; } = 256;

    /// <summary>
    /// When true, a part that cannot be recorded whole because the disk or the queue does not take it fails with
    /// <see cref="RecordingUnavailableException"/>, and appends return after the write. The bounds above still truncate. Default false: the
    /// entry says what is missing, and nothing fails.
    /// </summary>
    public bool RequireRecording { get; init; }

    /// <summary>How long a part waits for room or for its write with <see cref="RequireRecording"/>; ignored without. Default 10 seconds; above zero.</summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        List<string> faults = [];
        Require(faults, !string.IsNullOrWhiteSpace(Directory), "Directory is empty");
        Require(faults, SessionBytesMax >= 0, "SessionBytesMax is negative");
        Require(faults, ContentBytesMax >= 0, "ContentBytesMax is negative");
        Require(faults, SegmentBytesMax >= 1, "SegmentBytesMax is below 1");
        Require(faults, QueueBytesMax >= 1024 * 1024, "QueueBytesMax is below 1 MiB");
        Require(faults, QueueItemsMax >= 1, "QueueItemsMax is below 1");
        Require(faults, OpenSessionsMax >= 1, "OpenSessionsMax is below 1");
        Require(faults, WaitMax > TimeSpan.Zero, "WaitMax is not above zero");
        if (faults.Count > 0)
            throw new ArgumentException($"recording options: {string.Join("; ", faults)}");
    }

    private static void Require(List<string> faults, bool holds, string fault)
    {
        if (!holds)
            faults.Add(fault);
    }
}
