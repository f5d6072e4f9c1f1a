namespace Snowtrail.Enrichers.Detections;

/// <summary>What a rule does when it matches.</summary>
public enum RuleKind
{
    /// <summary>Contributes to the risk of the statement.</summary>
    Factor,

    /// <summary>Contributes, and raises an alert.</summary>
    Detection,
}
