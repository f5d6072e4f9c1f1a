using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Policy;

/// <summary>What is to be done with a statement, and why.</summary>
public sealed record Verdict
{
    /// <summary>The action.</summary>
    public required DecisionAction Action { get; init; }

    /// <summary>The rule that decided: a name from the policy file, or one that starts with <c>built-in-</c>; null when the default did.</summary>
    public string? Rule { get; init; }

    /// <summary>Why, in words for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Whom to ask.</summary>
    public string? Contact { get; init; }

    /// <summary>How long a held statement waits for a decision; null unless the action is <see cref="DecisionAction.RequireApproval"/>.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>What is hidden in the result, if the statement runs.</summary>
    public IReadOnlyList<MaskRule> Masks { get; init; } = [];

    /// <summary>Rules in observe mode that would have acted.</summary>
    public IReadOnlyList<string> Observed { get; init; } = [];

    /// <summary>Version of the policy that decided; <c>none</c> without one.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>What the driver shows when the statement is refused (003001, 42501): the rule, the reason, whom to ask.</summary>
    public string Message => RefusalText.Refused(this);

    /// <summary>What the driver shows when a person denied the held statement.</summary>
    /// <param name="reason">The words of the one who decided; null or empty for none.</param>
    public string MessageWhenDenied(string? reason) => RefusalText.Denied(this, reason);

    /// <summary>What the driver shows when nobody decided in time.</summary>
    public string MessageWhenExpired() => RefusalText.Expired(this);

    /// <summary>The form that is recorded.</summary>
    public Decision ToRecord() => new()
    {
        Action = Action,
        Rule = Rule,
        Reason = Reason,
        Contact = Contact,
        PolicyVersion = PolicyVersion,
        MaskRules = [.. Masks.Select(one => one.Name)],
        Observed = Observed,
    };
}
