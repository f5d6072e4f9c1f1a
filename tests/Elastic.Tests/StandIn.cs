using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Snowtrail.Elastic.Tests;

/// <summary>Stands in front of a real server and does to requests what a script says.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly HttpClient _server;
    private volatile Func<StandInRequest, StandInAct> _script = static _ => StandInAct.Pass;

    private StandIn(WebApplication host, Uri server)
    {
        _host = host;
        _server = new HttpClient { BaseAddress = server };
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What to do to each request.</summary>
    public Func<StandInRequest, StandInAct> Script
    {
        set => _script = value;
    }

    public static async Task<StandIn> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var host = builder.Build();
        var standIn = new StandIn(host, server);
        host.Run(standIn.AnswerAsync);
        await host.StartAsync();
        standIn.Address = new(host.Urls.First());
        return standIn;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _server.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var act = _script(new(context.Request.Path, body.ToArray()));
        if (act is { Status: { } status })
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.Headers["X-elastic-product"] = "Elasticsearch";
            await context.Response.WriteAsync(act.Body);
            return;
        }

        if (act.Forwards)
            await ForwardAsync(context, body.ToArray(), answer: !act.Drops);
        if (act.Then is { } then)
            await then();
        if (act.Drops)
            context.Abort();
    }

    private async Task ForwardAsync(HttpContext context, byte[] body, bool answer)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), context.Request.Path + context.Request.QueryString.Value);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        if (context.Request.Headers.Accept is { Count: > 0 } accept)
            request.Headers.TryAddWithoutValidation("Accept", accept.ToString());
        using var reply = await _server.SendAsync(request);
        if (!answer)
            return;
        context.Response.StatusCode = (int)reply.StatusCode;
        context.Response.ContentType = reply.Content.Headers.ContentType?.ToString();
        if (reply.Headers.TryGetValues("X-elastic-product", out var product))
            context.Response.Headers["X-elastic-product"] = product.First();
        await context.Response.Body.WriteAsync(await reply.Content.ReadAsByteArrayAsync());
    }
}
