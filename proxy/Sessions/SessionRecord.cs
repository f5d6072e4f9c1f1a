using Snowtrail.Proxy.Identity;
using Snowtrail.Proxy.Upstream;

namespace Snowtrail.Proxy.Sessions;

/// <summary>What a session needs to go on after a restart; lies sealed in the data directory.</summary>
internal sealed record SessionRecord
{
    public required long Number { get; init; }
    public required AgentIdentity Identity { get; init; }
    public required string Authenticator { get; init; }
    public required DateTimeOffset Opened { get; init; }
    public required DateTimeOffset MasterExpires { get; init; }
    public required UpstreamDialect Dialect { get; init; }
    public required UpstreamTokens Upstream { get; init; }
    public string? UpstreamSessionId { get; init; }
    public string? JobName { get; init; }
    public string? JobRun { get; init; }
    public string? JobSource { get; init; }
    public required Dictionary<string, string> Claims { get; init; }
    public string? QueryTag { get; init; }
    public string? Application { get; init; }
    public string? OperatingSystem { get; init; }
    public required string Address { get; init; }
    public int Port { get; init; }
    public string? User { get; init; }
    public string? Role { get; init; }
    public string? Warehouse { get; init; }
    public string? Database { get; init; }
    public string? Schema { get; init; }

    /// <summary>Positions below this may be used already.</summary>
    public long SequenceReserved { get; init; }
}
