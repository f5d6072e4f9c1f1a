using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Snowtrail.AnalystConsole;

/// <summary><c>GET /api/live</c>: a server-sent event whenever something new can be found or decided, at most five a second.</summary>
internal static class LiveApi
{
    private static readonly TimeSpan LeastGap = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    internal static void Map(WebApplication app, ChangeSignal changes, ConsoleOptions options)
    {
        var viewers = new SemaphoreSlim(options.LiveViewersMax);
        var stopping = app.Lifetime.ApplicationStopping;
        app.MapGet("/api/live", async (HttpContext context) =>
        {
            if (!viewers.Wait(0, CancellationToken.None))
            {
                await JsonError.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many live viewers; the page asks at intervals instead.");
                return;
            }

            try
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
                await StreamAsync(context.Response, changes, both.Token);
            }
            catch (OperationCanceledException)
            {
                // The viewer left, or the product stops: both are ordinary ends.
            }
            finally
            {
                viewers.Release();
            }
        });
    }

    private static async Task StreamAsync(HttpResponse response, ChangeSignal changes, CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        await response.WriteAsync("retry: 2000\n\n", cancellation);
        await response.Body.FlushAsync(cancellation);
        while (true)
        {
            var changed = changes.NextAsync();
            var quiet = await Task.WhenAny(changed, Task.Delay(KeepAlive, cancellation)) != changed;
            cancellation.ThrowIfCancellationRequested();
            await response.WriteAsync(quiet ? ": quiet\n\n" : "data: changed\n\n", cancellation);
            await response.Body.FlushAsync(cancellation);
            await Task.Delay(LeastGap, cancellation);
        }
    }
}
