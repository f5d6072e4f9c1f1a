using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Detections;

/// <summary>A detection or risk factor as data.</summary>
public sealed record Rule
{
    /// <summary>Such as <c>EXF-01</c>; what stands before the hyphen is the family.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Changes with the meaning of the rule; recorded where it fires.</summary>
    public required string Version { get; init; }

    /// <summary>What it does.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>Points of one certain observation, 0 to 100.</summary>
    public required double Weight { get; init; }

    /// <summary>When it matches, for people.</summary>
    public required string Fires { get; init; }

    /// <summary>False: as if it were not there.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True: matches are recorded in the statement, with no weight and no alert.</summary>
    public bool Shadow { get; init; }

    /// <summary>Thresholds and windows by name.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>MITRE ATT&amp;CK.</summary>
    public IReadOnlyList<Technique> Techniques { get; init; } = [];

    /// <summary>Ordinary causes.</summary>
    public string Causes { get; init; } = "";

    /// <summary>What to do about an alert.</summary>
    public string Action { get; init; } = "";

    /// <summary>What stands before the hyphen of an id.</summary>
    internal static ReadOnlySpan<char> FamilyOf(string id) => id.AsSpan(0, Math.Max(0, id.IndexOf('-', StringComparison.Ordinal)));

    /// <summary>The parameter; a rule without it is a broken catalog.</summary>
    internal double Parameter(string name) =>
        Parameters.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"rule {Id} lacks the parameter {name}");
}
