namespace Snowtrail.Proxy.Policy;

/// <summary>What a rule does when it matches.</summary>
internal enum RuleAction
{
    /// <summary>Lets the statement run.</summary>
    Allow,

    /// <summary>Refuses it.</summary>
    Deny,

    /// <summary>Holds it until a person decides.</summary>
    RequireApproval,

    /// <summary>Hides values in its result; later rules still decide.</summary>
    Mask,
}
