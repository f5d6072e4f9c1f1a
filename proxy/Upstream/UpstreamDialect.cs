namespace Snowtrail.Proxy.Upstream;

/// <summary>How the agent's driver introduces itself: relayed, because the warehouse chooses formats and features by it.</summary>
/// <param name="AppId">CLIENT_APP_ID.</param>
/// <param name="AppVersion">CLIENT_APP_VERSION.</param>
/// <param name="UserAgent">User-Agent header.</param>
internal sealed record UpstreamDialect(string? AppId, string? AppVersion, string? UserAgent);
