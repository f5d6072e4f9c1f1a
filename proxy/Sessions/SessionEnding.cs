using Snowtrail.Proxy.Statements;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Sessions;

/// <summary>Ends what a closed session left running: held and waited-for statements are cancelled, asynchronous ones may end.</summary>
internal sealed class SessionEnding(GatewayServices services)
{
    private static readonly TimeSpan AsyncWaitMax = TimeSpan.FromMinutes(10);

    public Task EndAsync(GatewaySession session, SessionEnd end)
    {
        if (end != SessionEnd.UpstreamGone)
            _ = FinishAsync(session);
        return Task.CompletedTask;
    }

    private async Task FinishAsync(GatewaySession session)
    {
        var desk = new StatementDesk(services);
        var running = session.Calls.Values.Where(call => !call.Done.IsCompleted).ToList();
        foreach (var call in running.Where(call => !call.Async || call.Hold is not null))
            await desk.CancelAsync(call);
        await Task.WhenAny(Task.WhenAll(running.Select(call => call.Done)), Task.Delay(AsyncWaitMax, services.Time));
        await services.Upstream.LogoutAsync(session, CancellationToken.None);
    }
}
