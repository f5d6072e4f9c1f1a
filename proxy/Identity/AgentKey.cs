namespace Snowtrail.Proxy.Identity;

/// <summary>A new agent key; its secret is shown this once and kept nowhere.</summary>
/// <param name="Agent">Subject of the agent.</param>
/// <param name="Job">The job that sessions of this key belong to; null when none.</param>
/// <param name="Key">What the agent gives as password: <c>stk_&lt;id&gt;_&lt;secret&gt;</c>.</param>
/// <param name="Id">Public identifier of the key.</param>
public sealed record AgentKey(string Agent, string? Job, string Key, string Id);
