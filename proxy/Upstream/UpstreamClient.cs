using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Snowtrail.Proxy.Upstream;

/// <summary>Speaks HTTP with the configured warehouse and with nobody else: no redirects, no cookies, no proxy.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly int _bytesMax;
    private readonly TimeSpan _timeout;
    private int _reachable = -1;

    public UpstreamClient(GatewayOptions options)
    {
        (_base, _bytesMax, _timeout) = (options.Upstream, options.ResultBytesMax, options.UpstreamTimeout);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = options.StatementsInFlightMax + 256,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether the last call was answered; null before the first.</summary>
    public bool? Reachable => Volatile.Read(ref _reachable) switch { < 0 => null, 0 => false, _ => true };

    /// <summary>Sends one request and reads the whole answer.</summary>
    /// <exception cref="UpstreamException">There is no usable answer.</exception>
    public async Task<UpstreamAnswer> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte>? body, string? token, UpstreamDialect dialect, string accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_base, pathAndQuery));
        AddHeaders(request, token, dialect, accept);
        if (body is { } content)
        {
            request.Content = new ReadOnlyMemoryContent(content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_timeout);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var answer = new UpstreamAnswer((int)response.StatusCode, await ReadAsync(response, limit.Token));
            Volatile.Write(ref _reachable, 1);
            return Usable(answer);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException
            || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Volatile.Write(ref _reachable, 0);
            throw new UpstreamException($"the warehouse at {_base.Host} did not answer", UpstreamFault.Transient, fault);
        }
    }

    public void Dispose() => _http.Dispose();

    private static void AddHeaders(HttpRequestMessage request, string? token, UpstreamDialect dialect, string accept)
    {
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Snowflake Token=\"{token}\"");
        AddText(request, "User-Agent", dialect.UserAgent);
        AddText(request, "CLIENT_APP_ID", dialect.AppId);
        AddText(request, "CLIENT_APP_VERSION", dialect.AppVersion);
    }

    private static void AddText(HttpRequestMessage request, string name, string? value)
    {
        if (value is { Length: > 0 and <= 512 } && value.All(c => c is >= ' ' and <= '~'))
            request.Headers.TryAddWithoutValidation(name, value);
    }

    private static UpstreamAnswer Usable(UpstreamAnswer answer) => answer.Status switch
    {
        200 => answer,
        // A rejected token may come with its envelope; everything else with these states is the network between
        401 when answer.Body.Length > 0 && answer.Body.Span[0] == (byte)'{' => answer,
        403 or 408 or 429 or >= 500 => throw new UpstreamException($"the warehouse answered with HTTP status {answer.Status}", UpstreamFault.Transient),
        _ => throw new UpstreamException($"the warehouse answered with HTTP status {answer.Status}", UpstreamFault.Malformed),
    };

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var announced = response.Content.Headers.ContentLength;
        var writer = new ArrayBufferWriter<byte>(announced is > 0 and < 1 << 20 ? (int)announced + 1 : 4096);
        for (int read; (read = await stream.ReadAsync(writer.GetMemory(), cancellation)) > 0;)
        {
            writer.Advance(read);
            if (writer.WrittenCount > _bytesMax)
                throw new UpstreamException($"the answer is larger than {_bytesMax} bytes", UpstreamFault.TooLarge);
        }
        return writer.WrittenMemory;
    }
}
