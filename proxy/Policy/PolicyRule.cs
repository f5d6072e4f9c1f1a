namespace Snowtrail.Proxy.Policy;

/// <summary>One rule of a policy.</summary>
internal sealed record PolicyRule
{
    public required string Name { get; init; }

    public required RuleAction Action { get; init; }

    public required string Contact { get; init; }

    public required string Reason { get; init; }

    /// <summary>Must hold for the rule to match; null matches everything.</summary>
    public RuleConditions? When { get; init; }

    /// <summary>Where it holds the rule does not match; null exempts nothing.</summary>
    public RuleConditions? Unless { get; init; }

    public TimeSpan? Expires { get; init; }

    public MaskRule? Mask { get; init; }

    public bool Observe { get; init; }

    /// <summary>True when the first match ends the search.</summary>
    public bool Decides => Action != RuleAction.Mask && !Observe;

    public bool Matches(in PolicyInput input, Sql.SqlStatement statement) =>
        When?.Hold(input, statement) != false && Unless?.Hold(input, statement) != true;
}
