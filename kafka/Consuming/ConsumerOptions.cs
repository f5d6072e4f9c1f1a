namespace Snowtrail.Kafka.Consuming;

/// <summary>How records are read by a member of a consumer group.</summary>
public sealed record ConsumerOptions
{
    /// <summary>Name of the group. Required.</summary>
    public required string GroupId { get; init; }

    /// <summary>Let the broker assign partitions (KIP-848, brokers from 4.0) rather than the members (cooperative-sticky). Default false.</summary>
    public bool BrokerAssigns { get; init; }

    /// <summary>
    /// After how long without a sign of life a member's share goes to others. Default 8 s; 6 s to 5 minutes. Ignored with
    /// <see cref="BrokerAssigns"/>: the broker's <c>group.consumer.session.timeout.ms</c> holds then.
    /// </summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Most records taken from the client ahead of the flow; as many again may be the flow's at the time, and the client fetches on in a partition until it
    /// has twice as many of it. Default 2,000; 1 to 1,000,000.
    /// </summary>
    public int BufferRecordsMax { get; init; } = 2_000;

    /// <summary>Most bytes fetched ahead by the client, and most taken from it ahead of the flow. Default 32 MiB; 1 MiB to 1 GiB.</summary>
    public int BufferBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Most records given to the flow and not settled; more than the flow's largest batch. Default 50,000; 1 to 1,000,000.</summary>
    public int UnsettledMax { get; init; } = 50_000;

    /// <summary>Time between two commits. Default 500 ms; 10 ms to 1 minute.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a partition that goes to another member waits for its records to settle. Default 5 s; zero to 1 minute.</summary>
    public TimeSpan RevokeDrainMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop waits for records to settle. Default 30 s; zero to 10 minutes.</summary>
    public TimeSpan StopDrainMax { get; init; } = TimeSpan.FromSeconds(30);

    internal void Validate()
    {
        List<string> faults = [];
        Range(faults, SessionTimeout, TimeSpan.FromSeconds(6), TimeSpan.FromMinutes(5), nameof(SessionTimeout));
        Range(faults, BufferRecordsMax, 1, 1_000_000, nameof(BufferRecordsMax));
        Range(faults, BufferBytesMax, 1024 * 1024, 1024 * 1024 * 1024, nameof(BufferBytesMax));
        Range(faults, UnsettledMax, 1, 1_000_000, nameof(UnsettledMax));
        Range(faults, CommitInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), nameof(CommitInterval));
        Range(faults, RevokeDrainMax, TimeSpan.Zero, TimeSpan.FromMinutes(1), nameof(RevokeDrainMax));
        Range(faults, StopDrainMax, TimeSpan.Zero, TimeSpan.FromMinutes(10), nameof(StopDrainMax));
        if (string.IsNullOrWhiteSpace(GroupId))
            faults.Add("GroupId is empty");
        if (faults.Count > 0)
            throw new ArgumentException($"consumer: {string.Join("; ", faults)}");
    }

    private static void Range<T>(List<string> faults, T value, T min, T max, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            faults.Add($"{name} is not between {min} and {max}");
    }
}
