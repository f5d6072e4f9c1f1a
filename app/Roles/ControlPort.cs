using System.Net;
using Microsoft.AspNetCore.Builder;
using Snowtrail.AnalystConsole;
using Snowtrail.App.Run;
using Snowtrail.Proxy;

namespace Snowtrail.App.Roles;

/// <summary>
/// Where <c>snowtrail approvals</c> reaches a gateway that has no console: a free loopback port, written to <c>run.json</c>. Looking and deciding both
/// need the token of the data directory.
/// </summary>
internal sealed class ControlPort : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ControlPort(WebApplication app) => _app = app;

    internal Uri Address => new(_app.Urls.Single());

    internal static async Task<ControlPort> StartAsync(RoleHost host, DataDirectory data, Gateway gateway, CancellationToken cancellation)
    {
        var listen = new IPEndPoint(IPAddress.Loopback, 0);
        var app = WebPort.Build(listen);
        host.MapHealth(app);
        app.MapApprovals(new ConsoleOptions { Listen = listen, Token = data.ReadOrCreateToken(), ReadingNeedsToken = true }, new ApprovalBridge(gateway.Approvals));
        await app.StartAsync(cancellation);
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
