namespace Snowtrail.Kafka.Topics;

/// <summary>What became of one topic, setting or schema.</summary>
public enum TopicOutcome
{
    /// <summary>It was as planned.</summary>
    Unchanged,

    /// <summary>It was not there and was made.</summary>
    Created,

    /// <summary>It differed, and following the plan could lose nothing: it was changed.</summary>
    Changed,

    /// <summary>It differs and was left alone.</summary>
    Drift,

    /// <summary>It could not be made.</summary>
    Failed,
}

/// <summary>A line of the report.</summary>
/// <param name="Subject">Topic, or subject of a schema.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">What exactly; empty when unchanged.</param>
public sealed record TopicsLine(string Subject, TopicOutcome Outcome, string Detail);

/// <summary>What <see cref="TopicsPlan.ApplyAsync"/> found and did.</summary>
/// <param name="Lines">Topics first, then schemas.</param>
public sealed record TopicsReport(IReadOnlyList<TopicsLine> Lines)
{
    /// <summary>Nothing failed. Drift is no failure: it is left for a person to decide.</summary>
    public bool Succeeded => Lines.All(line => line.Outcome != TopicOutcome.Failed);

    /// <summary>Something differs from the plan and was left alone.</summary>
    public bool HasDrift => Lines.Any(line => line.Outcome == TopicOutcome.Drift);
}
