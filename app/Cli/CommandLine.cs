using System.CommandLine;

namespace Snowtrail.App.Cli;

/// <summary>The verbs of <c>snowtrail</c>.</summary>
internal static class CommandLine
{
    /// <summary>The gateway's and the pipeline's own bounds on draining, and some more; the library cuts a verb off after two seconds unless told.</summary>
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(60);

    /// <summary>Parses, runs, and turns an expected failure into one clear line on standard error and exit code 1.</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Snowtrail: a gateway that autonomous agents use to reach Snowflake, with a searchable audit trail behind it.")
        {
            RunCommand.Create(),
            SandboxCommand.Create(),
            KeysCommand.Create(),
            ApprovalsCommand.Create(),
            SearchCommand.Create(),
            ReplayCommand.Create(),
            PolicyCommand.Create(),
        };

        // `dotnet run --project app` is the product's first command, so no verb means the main job.
        var parsed = root.Parse(args is [] || args[0].StartsWith("--", StringComparison.Ordinal) && !IsRootOption(args[0]) ? ["run", .. args] : args);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = DrainMax });
        }
        catch (CommandFailedException failure)
        {
            await Console.Error.WriteLineAsync($"snowtrail: {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static bool IsRootOption(string argument) => argument is "--help" or "-h" or "-?" or "--version";
}
