using System.Net;

namespace Snowtrail.Proxy.Protocol;

/// <summary>Under which address a driver reaches the gateway: its own word for it, when that is one of the known names.</summary>
internal sealed class BaseAddresses(GatewayOptions options)
{
    private Uri _listening = new("http://127.0.0.1/");

    /// <summary>Where the gateway listens.</summary>
    public Uri Listening
    {
        get => Volatile.Read(ref _listening);
        set => Volatile.Write(ref _listening, value);
    }

    private Uri Fallback => options.PublicUrl ?? Listening;

    /// <summary>The base for URLs that are given to the driver.</summary>
    /// <param name="host">The Host header.</param>
    public Uri Of(string? host)
    {
        var scheme = Fallback.Scheme;
        if (host is null or { Length: > 260 } || !Uri.TryCreate($"{scheme}://{host}/", UriKind.Absolute, out var address)
            || address.AbsolutePath != "/" || address.UserInfo.Length > 0 || address.Query.Length > 0)
            return Fallback;
        var sameName = string.Equals(address.IdnHost, Fallback.IdnHost, StringComparison.OrdinalIgnoreCase);
        return sameName || IsKnown(address) ? address : Fallback;
    }

    private bool IsKnown(Uri address) =>
        address.IdnHost is "localhost"
        || (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var ip) && (IPAddress.IsLoopback(ip) || ip.Equals(options.Listen.Address)))
        || options.HostNames.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase);
}
