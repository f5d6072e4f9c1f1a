using Snowtrail.Proxy;

namespace Snowtrail.App.Run;

/// <summary>The warehouse behind the gateway and the gateway's own credential for it.</summary>
internal sealed record UpstreamSettings(Uri Url, string User, Secret Password)
{
    /// <summary>As the start-up text names it.</summary>
    public override string ToString() => $"{User} at {Url}";
}
