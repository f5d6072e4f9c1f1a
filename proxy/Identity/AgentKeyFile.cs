namespace Snowtrail.Proxy.Identity;

/// <summary>What lies on disk of a key: the hash of its secret, never the secret.</summary>
internal sealed record AgentKeyFile(string Id, string Agent, string? Job, string? Owner, string SecretSha256, DateTimeOffset Created);
