using Snowtrail.Kafka.Consuming;

namespace Snowtrail.Kafka.Transactions;

/// <summary>How the transactional edge reads, batches and commits.</summary>
public sealed record EnrichmentOptions
{
    /// <summary>
    /// How it reads. Default group <c>snowtrail-enrich</c>; 5,000 records taken ahead, which holds for each partition; 8 MiB fetched ahead, since
    /// what one agent has too much of stands before the others' records there.
    /// </summary>
    public ConsumerOptions Reading { get; init; } = new()
    {
        GroupId = "snowtrail-enrich", BufferRecordsMax = 5_000, BufferBytesMax = 8 * 1024 * 1024,
    };

    /// <summary>
    /// After how long the broker aborts a transaction that nobody ends. It looks every
    /// <c>transaction.abort.timed.out.transaction.cleanup.interval.ms</c> (10 s unless set). Default 8 s; 1 s to 1 minute.
    /// </summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Most input records in one transaction. Default 5,000; 1 to 100,000.</summary>
    public int BatchRecordsMax { get; init; } = 5_000;

    /// <summary>How long a transaction collects after its first record. Default 50 ms; zero to 5 s.</summary>
    public TimeSpan BatchAge { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A snapshot after this many records at the latest: what a restart reads again. Default 50,000; 1 to 10,000,000.</summary>
    public int SnapshotRecords { get; init; } = 50_000;

    /// <summary>A snapshot after this long at the latest, when something was read. Default 10 s; 10 ms to 1 hour.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        Reading.Validate();
        Range(TransactionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), nameof(TransactionTimeout));
        Range(BatchRecordsMax, 1, 100_000, nameof(BatchRecordsMax));
        Range(BatchAge, TimeSpan.Zero, TimeSpan.FromSeconds(5), nameof(BatchAge));
        Range(SnapshotRecords, 1, 10_000_000, nameof(SnapshotRecords));
        Range(SnapshotInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1), nameof(SnapshotInterval));
    }

    private static void Range<T>(T value, T min, T max, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            throw new ArgumentException($"enrichment edge: {name} is not between {min} and {max}");
    }
}
