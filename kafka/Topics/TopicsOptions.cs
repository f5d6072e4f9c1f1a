namespace Snowtrail.Kafka.Topics;

/// <summary>Sizes of the topics.</summary>
public sealed record TopicsOptions
{
    /// <summary>Partitions of raw, enriched, alerts and state. Default 6; 1 to 1,000. Changing it later would break the order of each agent's events.</summary>
    public int Partitions { get; init; } = 6;

    /// <summary>Copies of each partition. Default 0: three, or as many as there are brokers; 0 to 15. With three, two must have a record before it counts.</summary>
    public short ReplicationFactor { get; init; }

    /// <summary>How long raw and enriched records, alerts and orders are kept. Default 7 days; at least 1 minute.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long parked records are kept. Default 90 days; at least 1 minute.</summary>
    public TimeSpan ParkedRetention { get; init; } = TimeSpan.FromDays(90);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Partitions, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReplicationFactor, (short)0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReplicationFactor, (short)15);
        ArgumentOutOfRangeException.ThrowIfLessThan(Retention, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(ParkedRetention, TimeSpan.FromMinutes(1));
    }
}
