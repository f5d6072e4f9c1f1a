namespace Snowtrail.Enrichers.Jobs;

/// <summary>A job as its owner declares it.</summary>
/// <param name="Name">Name; compared exactly.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Schedule">When it runs, for a person to read.</param>
/// <param name="Tags">Free words.</param>
/// <param name="Reads">Tables it may be expected to read, as patterns; empty: not declared.</param>
public sealed record JobDefinition(
    string Name, string? Owner, string? Description, string? Schedule, IReadOnlyList<string> Tags, IReadOnlyList<string> Reads)
{
    internal NamePatterns ReadPatterns { get; } = new(Reads);
}
