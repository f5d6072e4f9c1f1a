using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Snowtrail.App.Roles;

/// <summary>A small web server for health, metrics and the console.</summary>
internal static class WebPort
{
    /// <summary>Not started yet; nothing is mapped.</summary>
    internal static WebApplication Build(IPEndPoint listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Snowtrail.*").AddRuntimeInstrumentation().AddPrometheusExporter());
        return builder.Build();
    }

    /// <summary><c>/health/live</c>, <c>/health/ready</c> (503 with a line for each fault, else <c>ready</c> and a line for each note) and <c>/metrics</c>.</summary>
    internal static void MapHealth(this WebApplication app, Func<IReadOnlyList<string>> faults, Func<IReadOnlyList<string>> notes)
    {
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapGet("/health/live", () => "alive\n");
        app.MapGet("/health/ready", () => faults() is { Count: > 0 } found
            ? Results.Text(string.Join('\n', found) + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text(string.Join('\n', ["ready", .. notes()]) + "\n"));
    }
}
