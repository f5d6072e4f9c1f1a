using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>A detection that matched a statement.</summary>
internal sealed record Finding
{
    public required Rule Rule { get; init; }

    /// <summary>What the alert is about; with rule, agent and window it makes the alert's id.</summary>
    public required string Object { get; init; }

    public required DateTimeOffset WindowStart { get; init; }

    public required string Summary { get; init; }

    /// <summary>Weight of this observation.</summary>
    public required double Weight { get; init; }

    public double Confidence { get; init; } = 1;

    public double Asset { get; init; } = 1;

    /// <summary>Steps, oldest first.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    public required IReadOnlyList<string> Objects { get; init; }

    public required IReadOnlyDictionary<string, string> Observed { get; init; }
}
