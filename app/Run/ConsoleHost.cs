using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Snowtrail.AnalystConsole;
using Snowtrail.App.Roles;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Proxy;

namespace Snowtrail.App.Run;

/// <summary>The console's port: page, search, approvals, health and metrics.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Meter _meter;
    private readonly FeedSubscription _feed;

    private ConsoleHost(WebApplication app, Meter meter, FeedSubscription feed) => (_app, _meter, _feed) = (app, meter, feed);

    internal Uri Address => new(_app.Urls.Single());

    internal static async Task<ConsoleHost> StartAsync(
        RunSettings settings, DataDirectory data, RoleHost host, LedgerEdge edge, EmbeddedIndex index, Gateway gateway, CancellationToken cancellation)
    {
        var app = WebPort.Build(settings.Console);
        var changes = new ChangeSignal();
        gateway.Approvals.Held += _ => changes.Raise();
        gateway.Approvals.Decided += (_, _) => changes.Raise();
        var feed = index.Indexed.Subscribe();
        _ = SignalAsync(feed, changes);

        app.MapConsole(new ConsoleOptions { Listen = settings.Console, Token = data.ReadOrCreateToken() }, index, new ApprovalBridge(gateway.Approvals), changes);
        host.MapHealth(app);
        var meter = new Meter("Snowtrail.App");
        meter.CreateObservableGauge("snowtrail.pipeline.in_flight", () => edge.InFlight, "{record}", "Records on their way from ledger to index");

        await app.StartAsync(cancellation);
        return new ConsoleHost(app, meter, feed);
    }

    public async ValueTask DisposeAsync()
    {
        _feed.Dispose();
        _meter.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task SignalAsync(FeedSubscription feed, ChangeSignal changes)
    {
        while (await feed.Documents.WaitToReadAsync())
        {
            while (feed.Documents.TryRead(out _))
            {
            }

            changes.Raise();
        }
    }
}
