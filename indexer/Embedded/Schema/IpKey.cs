using System.Net;

namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>An address as 32 hex digits of its IPv6 form: their order is the order of addresses, and a network is a range.</summary>
internal static class IpKey
{
    private const int Bytes = 16;

    public static string? Of(string text) => Parse(text) is { } address ? Of(address.MapToIPv6().GetAddressBytes()) : null;

    /// <summary>An address written in full: the old short forms such as <c>10.1</c> are none, as in Elasticsearch.</summary>
    public static IPAddress? Parse(string text) =>
        (text.Contains(':') || text.Count(letter => letter == '.') == 3) && IPAddress.TryParse(text, out var address) ? address : null;

    /// <summary>First and last address of a network such as <c>10.0.0.0/8</c>; null when the text is none.</summary>
    public static (string First, string Last)? Network(string text)
    {
        if (!IPNetwork.TryParse(text, out var network))
            return null;
        var first = network.BaseAddress.MapToIPv6().GetAddressBytes();
        var last = (byte[])first.Clone();
        var isV4 = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        for (var bit = network.PrefixLength + (isV4 ? 96 : 0); bit < Bytes * 8; bit++)
            last[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return (Of(first), Of(last));
    }

    /// <summary>The address that a key stands for.</summary>
    public static string Text(string key)
    {
        var address = new IPAddress(Convert.FromHexString(key));
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    private static string Of(byte[] address) => Convert.ToHexStringLower(address);
}
