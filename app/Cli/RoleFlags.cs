using System.CommandLine;
using System.Net;
using Snowtrail.App.Roles;

namespace Snowtrail.App.Cli;

/// <summary>What every role of its own process has: <c>--health</c>, <c>--config</c>, and the way it starts, speaks and ends.</summary>
internal sealed class RoleFlags
{
    private readonly Option<IPEndPoint?> _health = new("--health") { Description = "Where /health/live, /health/ready and /metrics are; nowhere when left out", HelpName = "HOST:PORT", CustomParser = result => CommonOptions.ParseListen(result, "--health") };
    private readonly Option<FileInfo?> _config = CommonOptions.Config();

    internal IEnumerable<Option> All => [_health, _config];

    /// <summary>Starts the role, says where it is, and ends it in order on Ctrl-C or SIGTERM.</summary>
    /// <param name="parsed">Options.</param>
    /// <param name="start">Joins the parts; answers with what is printed.</param>
    /// <param name="cancellation">The signal.</param>
    internal async Task<int> RunAsync(ParseResult parsed, Func<RoleHost, Task<string>> start, CancellationToken cancellation)
    {
        using var logs = Logs.Create();
        try
        {
            await using var host = new RoleHost(logs, TimeProvider.System);
            await host.ServeHealthAsync(parsed.GetValue(_health), cancellation);
            var words = await start(host);
            host.SayWaits();
            await Console.Out.WriteLineAsync($"{words} Stop it with Ctrl-C.");
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Console.Out.WriteLineAsync("Stopping: finishing what was taken.");
        }
        catch (Exception failure) when (StartFailure.Explain(failure) is { } words)
        {
            throw new CommandFailedException(words, failure);
        }

        return 0;
    }
}
