using System.Net;
using System.Net.Sockets;

namespace Snowtrail.Proxy.Chunks;

/// <summary>Opens chunks where the warehouse keeps them; no redirects, and names of storage hosts never lead to private addresses.</summary>
internal sealed class ChunkSource : IDisposable
{
    private readonly ChunkHosts _hosts;
    private readonly HttpClient _upstream;
    private readonly HttpClient _storage;

    public ChunkSource(Uri upstream)
    {
        _hosts = new(upstream);
        _upstream = new(Handler(null)) { Timeout = Timeout.InfiniteTimeSpan };
        _storage = new(Handler(ConnectPublicAsync)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The response with its headers read; null when the address is not one to fetch from.</summary>
    public async Task<HttpResponseMessage?> OpenAsync(string url, IReadOnlyDictionary<string, string> headers, CancellationToken cancellation)
    {
        if (_hosts.Allowed(url) is not { } address)
            return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            if (!value.AsSpan().ContainsAny('\r', '\n'))
                request.Headers.TryAddWithoutValidation(name, value);
        }
        return await (_hosts.IsUpstream(address) ? _upstream : _storage).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public void Dispose()
    {
        _upstream.Dispose();
        _storage.Dispose();
    }

    private static SocketsHttpHandler Handler(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = connect,
    };

    private static async ValueTask<Stream> ConnectPublicAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var open = addresses.Where(ChunkHosts.IsPublic).ToArray();
        if (open.Length == 0)
            throw new HttpRequestException("the storage host has no public address");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
