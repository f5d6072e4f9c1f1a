namespace Snowtrail.Kafka.Topics;

/// <summary>How a topic ought to be.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Settings">Settings by Kafka's names.</param>
public sealed record TopicPlan(string Name, int Partitions, IReadOnlyDictionary<string, string> Settings);
