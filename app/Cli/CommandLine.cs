using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Snowtrail.App.Cli;

/// <summary>The verbs of <c>snowtrail</c>.</summary>
internal static class CommandLine
{
    private const string Config = "--config";

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
            ProxyCommand.Create(),
            EnrichCommand.Create(),
            IndexCommand.Create(),
            ConsoleCommand.Create(),
            TopicsCommand.Create(),
            ParkedCommand.Create(),
            WebhookCommand.Create(),
            HealthCommand.Create(),
        };

        // `dotnet run --project app` is the product's first command, so no verb means the main job.
        string[] words = args is [] || args[0].StartsWith("--", StringComparison.Ordinal) && !IsRootOption(args[0]) ? ["run", .. args] : args;
        try
        {
            var parsed = Parse(root, words);
            // A line that says what is wrong, not the whole help after it
            if (parsed.Action is ParseErrorAction faulty)
                faulty.ShowHelp = false;
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

    /// <summary>Settings of the file and the environment are parsed like flags, so that they fail alike.</summary>
    private static ParseResult Parse(RootCommand root, string[] words)
    {
        var parsed = root.Parse(words);
        if (words.Any(IsRootOption))
            return parsed;
        var own = Names(parsed.CommandResult.Command);
        var file = own.Contains(Config) && parsed.GetResult(Config) is OptionResult { Implicit: false } found && !found.Errors.Any() ? parsed.GetValue<FileInfo?>(Config) : null;
        own.Remove(Config);
        var more = ConfigFile.ToArguments(file, own, AllNames(root).ToHashSet(StringComparer.Ordinal), name => parsed.GetResult(name) is OptionResult { Implicit: false });
        return more.Count == 0 ? parsed : root.Parse([.. words, .. more]);
    }

    private static HashSet<string> Names(Command command) => command.Options.Select(option => option.Name).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> AllNames(Command command) => command.Options.Select(option => option.Name).Concat(command.Subcommands.SelectMany(AllNames));

    private static bool IsRootOption(string argument) => argument is "--help" or "-h" or "-?" or "--version";
}
