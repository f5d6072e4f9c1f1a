using System.CommandLine;
using Snowtrail.Sandbox;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail sandbox</c>: the stand-in warehouse alone.</summary>
internal static class SandboxCommand
{
    internal static Command Create()
    {
        var listen = CommonOptions.Listen("--listen", "127.0.0.1:8088", "Where drivers connect");
        var data = new Option<DirectoryInfo?>("--data") { Description = "Directory to keep the database in; in memory when left out", HelpName = "DIR" };
        var command = new Command("sandbox", "Run a stand-in warehouse that speaks Snowflake's protocol, for trying and testing") { listen, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var logs = Logs.Create();
            try
            {
                var options = new SandboxOptions { Listen = parsed.GetRequiredValue(listen), DataDirectory = parsed.GetValue(data)?.FullName };
                await using var sandbox = await SandboxServer.StartAsync(options, logs, cancel: cancellation);
                await Console.Out.WriteLineAsync($"The sandbox listens on {sandbox.Address.GetLeftPart(UriPartial.Authority)}, user sandbox, password sandbox, database SHOP. Stop it with Ctrl-C.");
                await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return 0;
            }
            catch (IOException failure)
            {
                throw new CommandFailedException($"cannot start the sandbox: {failure.Message}", failure);
            }
        });
        return command;
    }
}
