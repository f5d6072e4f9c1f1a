using System.Net;
using System.Net.Sockets;

namespace Snowtrail.Proxy.Chunks;

/// <summary>From where chunks may be fetched: the warehouse's own host, any port, with its scheme; and known storage services over https.</summary>
internal sealed class ChunkHosts(Uri upstream)
{
    private static readonly string[] Storage =
    [
        ".amazonaws.com", ".amazonaws.com.cn", ".blob.core.windows.net", ".blob.core.chinacloudapi.cn", ".blob.core.usgovcloudapi.net", ".storage.googleapis.com",
    ];

    /// <summary>The address, or null when it is not one to fetch from.</summary>
    public Uri? Allowed(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.UserInfo.Length > 0)
            return null;
        if (IsUpstream(address))
            return address;
        return address is { Scheme: "https", IsDefaultPort: true, HostNameType: UriHostNameType.Dns } && IsStorage(address.IdnHost) ? address : null;
    }

    /// <summary>True for the warehouse's own host, whose address may be a private one.</summary>
    public bool IsUpstream(Uri address) =>
        address.Scheme == upstream.Scheme && string.Equals(address.IdnHost, upstream.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for an address of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast)
            return false;
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return !address.Equals(IPAddress.IPv6Any);
        var bytes = address.GetAddressBytes();
        return bytes[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => bytes[1] is < 64 or > 127,
            169 => bytes[1] != 254,
            172 => bytes[1] is < 16 or > 31,
            192 => bytes[1] != 168,
            _ => true,
        };
    }

    private static bool IsStorage(string host) =>
        host is "storage.googleapis.com" || Storage.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && host.Length > suffix.Length);
}
