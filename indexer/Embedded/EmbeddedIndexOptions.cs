namespace Snowtrail.Indexer.Embedded;

/// <summary>Where an embedded index lies, and its bounds.</summary>
public sealed record EmbeddedIndexOptions
{
    /// <summary>The index's own directory. It can be deleted: the index is rebuilt from the ledger.</summary>
    public required string Directory { get; init; }

    /// <summary>Most records in a batch, 1-10,000.</summary>
    public int BatchRecordsMax { get; init; } = 500;

    /// <summary>Longest wait for a batch to fill, 1 ms - 1 s.</summary>
    public TimeSpan BatchAgeMax { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Shortest time between two refreshes, each of which makes what was written searchable, 10 ms - 10 s.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Longest time between two refreshes while there is something to show, <see cref="RefreshInterval"/> - 10 s. A refresh writes a segment of its
    /// own with every field in it, whatever the number of documents; so the dearer it was, the later the next one comes, up to here.
    /// </summary>
    public TimeSpan RefreshIntervalMax { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Shortest time between two commits, each of which makes what was written durable, 50 ms - 60 s.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most records written and not yet committed; a commit is made early when it is reached, 1-1,000,000.</summary>
    public int UncommittedMax { get; init; } = 20_000;

    /// <summary>Largest document, bytes of JSON; a larger one is parked, 1 KiB - 256 MiB.</summary>
    public int DocumentBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>First wait after the disk refused a write; doubles up to <see cref="RetryWaitMax"/>, 1 ms - 60 s.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait after the disk refused a write, up to 10 min.</summary>
    public TimeSpan RetryWaitMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Memory for documents before they are flushed to a segment, MiB, 1-1,024.</summary>
    public int WriteBufferMegabytes { get; init; } = 32;

    /// <summary>Documents that wait for one slow viewer of <see cref="EmbeddedIndex.Indexed"/>; beyond it the oldest are dropped and counted, 1-100,000.</summary>
    public int FeedCapacity { get; init; } = 1_000;
}
