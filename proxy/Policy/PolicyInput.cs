using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Policy;

/// <summary>All that a decision depends on: who asks, for which job, in which session, and what the text does.</summary>
public readonly record struct PolicyInput
{
    /// <summary>Stable name of the agent, as the gateway proved it.</summary>
    public required string Agent { get; init; }

    /// <summary>Who answers for the agent; null when nobody is named.</summary>
    public string? Owner { get; init; }

    /// <summary>Job that the statement belongs to; null when none is known.</summary>
    public string? Job { get; init; }

    /// <summary>How far <see cref="Job"/> can be believed.</summary>
    public Trust JobTrust { get; init; }

    /// <summary>The session's current names, from the warehouse's own answers.</summary>
    public SessionContext? Context { get; init; }

    /// <summary>What the text says and does.</summary>
    public required SqlAnalysis Analysis { get; init; }

    /// <summary>True when the driver asks only for the shape of the result: nothing runs.</summary>
    public bool DescribeOnly { get; init; }
}
