using Confluent.Kafka;

namespace Snowtrail.Kafka.Producing;

/// <summary>How records are written. Always idempotent and acknowledged by all in-sync replicas; a record waits for the broker without end.</summary>
public sealed record ProducerOptions
{
    /// <summary>Most records written and not yet acknowledged. Default 10,000; 1 to 50,000.</summary>
    public int InFlightMax { get; init; } = 10_000;

    /// <summary>Most bytes written and not yet acknowledged. Default 64 MiB; 1 MiB to 1 GiB.</summary>
    public int InFlightBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest record; a larger one is parked. Default 17 MiB (the ledger's 16 MiB and room for its frame); 1 KiB to 64 MiB.</summary>
    public int RecordBytesMax { get; init; } = 17 * 1024 * 1024;

    /// <summary>How long a record waits for company in its batch. Default 2 ms; zero to 1 s.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Compress with zstd (smaller) rather than lz4 (cheaper). Default false.</summary>
    public bool Zstd { get; init; }

    /// <summary>How long a finished stream waits for the last acknowledgements. Default 10 s; zero to 10 minutes.</summary>
    public TimeSpan DrainMax { get; init; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        Range(InFlightMax, 1, 50_000, nameof(InFlightMax));
        Range(InFlightBytesMax, 1024 * 1024, 1024 * 1024 * 1024, nameof(InFlightBytesMax));
        Range(RecordBytesMax, 1024, 64 * 1024 * 1024, nameof(RecordBytesMax));
        Range(Linger, TimeSpan.Zero, TimeSpan.FromSeconds(1), nameof(Linger));
        Range(DrainMax, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(DrainMax));
    }

    internal ProducerConfig Config(KafkaConnection connection) => connection.Apply(new ProducerConfig
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        // Where Java's clients would put the same key
        Partitioner = Partitioner.Murmur2Random,
        CompressionType = Zstd ? CompressionType.Zstd : CompressionType.Lz4,
        LingerMs = Linger.TotalMilliseconds,
        MessageMaxBytes = RecordBytesMax + 1024,
        QueueBufferingMaxKbytes = InFlightBytesMax / 1024,
        // Giving up is for the host; a record that gave up by itself would leave its order
        MessageTimeoutMs = 0,
        DeliveryReportFields = "none",
    });

    private static void Range<T>(T value, T min, T max, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            throw new ArgumentException($"producer: {name} is not between {min} and {max}");
    }
}
