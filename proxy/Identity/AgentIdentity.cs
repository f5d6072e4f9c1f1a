namespace Snowtrail.Proxy.Identity;

/// <summary>Whom a key belongs to, as configured.</summary>
/// <param name="KeyId">Public identifier of the key.</param>
/// <param name="Agent">Subject of the agent.</param>
/// <param name="Job">The job that sessions of this key belong to; null when none.</param>
/// <param name="Owner">Team or person that answers for the agent; null when not said.</param>
public sealed record AgentIdentity(string KeyId, string Agent, string? Job, string? Owner);
