using System.Net;
using Snowtrail.App.Run;
using Snowtrail.Proxy;
using Snowtrail.Proxy.Policy;

namespace Snowtrail.App.Roles;

/// <summary>What a gateway is started with.</summary>
internal sealed record GatewaySettings(DirectoryInfo Data, IPEndPoint Listen, UpstreamSettings Upstream, PolicySnapshot? Policy)
{
    internal GatewayOptions ToOptions() => new()
    {
        Listen = Listen,
        DataDirectory = Data.FullName,
        Upstream = Upstream.Url,
        UpstreamUser = Upstream.User,
        UpstreamPassword = Upstream.Password,
    };
}
