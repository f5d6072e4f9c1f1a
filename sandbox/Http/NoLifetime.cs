using Microsoft.Extensions.Hosting;

namespace Snowtrail.Sandbox.Http;

/// <summary>Leaves signals to the process the sandbox lives in: the framework's own lifetime would swallow Ctrl-C and SIGTERM.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
