using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Snowtrail.Proxy.Protocol;

namespace Snowtrail.Proxy.Hosting;

/// <summary>Carries requests from sockets to the decision path and answers back; decides nothing.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(2);
    private readonly WebApplication _app;

    private HttpFront(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <exception cref="IOException">The address is in use or cannot be listened on.</exception>
    public static async Task<HttpFront> StartAsync(
        IPEndPoint listen, int bodyBytesMax, ILoggerFactory log, Func<GatewayRequest, Task<GatewayResponse>> handle, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        var app = builder.Build();
        app.Run(context => ServeAsync(context, bodyBytesMax, handle));
        await app.StartAsync(cancellation);
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new(app, new Uri(address));
    }

    /// <summary>Lets answers that are on their way leave, for a moment, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopWait);
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.AllowResponseHeaderCompression = false;
        kestrel.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }

    private static async Task ServeAsync(HttpContext context, int bodyBytesMax, Func<GatewayRequest, Task<GatewayResponse>> handle)
    {
        try
        {
            var (body, tooLarge) = await ReadAsync(context.Request, bodyBytesMax, context.RequestAborted);
            await WriteAsync(context, await handle(RequestOf(context, body, tooLarge)));
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // The caller went away or broke off; what it asked for goes on by itself
            context.Abort();
        }
    }

    private static GatewayRequest RequestOf(HttpContext context, ReadOnlyMemory<byte> body, bool tooLarge)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var headers = context.Request.Headers;
        return new(
            context.Request.Method,
            query < 0 ? target : target[..query],
            query < 0 ? "" : target[(query + 1)..],
            new(headers.Authorization, headers.ContentEncoding, headers.UserAgent, headers.Accept, headers.Host, headers.TraceParent),
            body,
            tooLarge,
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            context.Connection.RemotePort);
    }

    private static async Task<(ReadOnlyMemory<byte> Body, bool TooLarge)> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        if (request.ContentLength > bytesMax)
            return (ReadOnlyMemory<byte>.Empty, true);
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            foreach (var segment in read.Buffer)
                body.Write(segment.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (body.Length > bytesMax)
                return (ReadOnlyMemory<byte>.Empty, true);
            if (read.IsCompleted)
                return (body.GetBuffer().AsMemory(0, (int)body.Length), false);
        }
    }

    private static async Task WriteAsync(HttpContext context, GatewayResponse answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.ContentEncoding is { } encoding)
            response.Headers.ContentEncoding = encoding;
        if (answer.Close)
            response.Headers.Connection = "close";
        if (answer.Write is { } write)
        {
            await write(response.Body, context.RequestAborted);
            return;
        }
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
