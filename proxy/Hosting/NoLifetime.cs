using Microsoft.Extensions.Hosting;

namespace Snowtrail.Proxy.Hosting;

/// <summary>Leaves the process's signals to whoever runs the gateway; a server that took Ctrl-C for itself would keep them from it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
