using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Net;
using Snowtrail.App.Run;
using Snowtrail.Proxy;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail run</c>: the main job.</summary>
internal static class RunCommand
{
    private static readonly Option<DirectoryInfo> Data = CommonOptions.Data();
    private static readonly Option<IPEndPoint> Listen = CommonOptions.Listen("--listen", "127.0.0.1:8085", "Where drivers connect");
    private static readonly Option<IPEndPoint> Console_ = CommonOptions.Listen("--console", "127.0.0.1:8086", "Where the console and its API are");
    private static readonly Option<Uri?> Upstream = new("--upstream") { Description = "The warehouse, http or https; the built-in sandbox when left out", HelpName = "URL", CustomParser = ParseUrl };
    private static readonly Option<string?> UpstreamUser = new("--upstream-user") { Description = "The gateway's own user there", HelpName = "NAME" };
    private static readonly Option<FileInfo?> UpstreamPasswordFile = new("--upstream-password-file") { Description = "File that holds that user's password; one newline at its end is not part of it", HelpName = "FILE" };
    private static readonly Option<FileInfo?> Config = new("--config") { Description = "JSON file with the same settings by name, such as {\"listen\": \"0.0.0.0:8085\"}; flags win over SNOWTRAIL__LISTEN and its like, those over the file", HelpName = "FILE" };
    private static readonly Option<FileInfo?> Policy = new("--policy") { Description = "Policy, YAML; the sample with the built-in sandbox, none with an upstream", HelpName = "FILE" };
    private static readonly Option<FileInfo?> Jobs = new("--jobs") { Description = "Jobs, YAML; the sample with the built-in sandbox, none with an upstream", HelpName = "FILE" };
    private static readonly Option<bool> Demo = new("--demo") { Description = "Also drive traffic from several agents, one of which exfiltrates (built-in sandbox only)" };

    internal static Command Create()
    {
        var command = new Command("run", "Run gateway, audit pipeline, search and console in one process (the default verb)")
        {
            Data, Listen, Console_, Upstream, UpstreamUser, UpstreamPasswordFile, Config, Policy, Jobs, Demo,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            // Options that come from the file or the environment are parsed like flags, so that they fail alike.
            var settings = parsed.GetValue(Config) is null && !ConfigFile.AnyEnvironment()
                ? Read(parsed)
                : Read(Reparse(command, ConfigFile.ToArguments(parsed.GetValue(Config), command.Options, name => parsed.GetResult(name) is OptionResult { Implicit: false }), parsed));
            return await RunAsync(settings, cancellation);
        });
        return command;
    }

    private static ParseResult Reparse(Command command, IReadOnlyList<string> more, ParseResult given)
    {
        var parsed = command.Parse([.. more, .. given.Tokens.Where(token => token.Type != TokenType.Command).Select(token => token.Value)]);
        return parsed.Errors.Count == 0 ? parsed : throw new CommandFailedException(string.Join("; ", parsed.Errors.Select(error => error.Message)));
    }

    private static RunSettings Read(ParseResult parsed)
    {
        var settings = new RunSettings
        {
            Data = parsed.GetRequiredValue(Data),
            Listen = parsed.GetRequiredValue(Listen),
            Console = parsed.GetRequiredValue(Console_),
            Upstream = ReadUpstream(parsed),
            Policy = parsed.GetValue(Policy),
            Jobs = parsed.GetValue(Jobs),
            Demo = parsed.GetValue(Demo),
        };
        return settings is { Demo: true, Upstream: not null }
            ? throw new CommandFailedException("--demo drives the built-in sandbox; leave out --upstream")
            : settings;
    }

    private static UpstreamSettings? ReadUpstream(ParseResult parsed)
    {
        var (url, user, file) = (parsed.GetValue(Upstream), parsed.GetValue(UpstreamUser), parsed.GetValue(UpstreamPasswordFile));
        if (url is null)
        {
            return user is null && file is null ? null : throw new CommandFailedException("--upstream-user and --upstream-password-file go with --upstream");
        }

        return user is null || file is null
            ? throw new CommandFailedException("--upstream needs --upstream-user and --upstream-password-file: the gateway logs in with a credential of its own")
            : new UpstreamSettings(url, user, ReadPassword(file));
    }

    private static Secret ReadPassword(FileInfo file)
    {
        var password = InputFile.Read(file, "password file", Secret.FromFile);
        return password.Reveal().Length > 0 ? password : throw new CommandFailedException($"{file.FullName} is empty: it holds the password of --upstream-user");
    }

    private static async Task<int> RunAsync(RunSettings settings, CancellationToken cancellation)
    {
        var started = Stopwatch.StartNew();
        using var logs = Logs.Create();
        try
        {
            await using var product = await ProductHost.StartAsync(settings, logs, TimeProvider.System, cancellation);
            await Console.Out.WriteLineAsync(StartupText.Write(product.Gateway, product.Console, settings, product.QuickstartKey, started.Elapsed));
            await Task.WhenAny(Task.Delay(Timeout.Infinite, cancellation), product.Pipeline);
            await Console.Out.WriteLineAsync(cancellation.IsCancellationRequested ? "Stopping: finishing statements, writing what is recorded…" : "Stopping: the pipeline has failed, see the log.");
            return cancellation.IsCancellationRequested ? 0 : 1;
        }
        catch (Exception failure) when (StartFailure.Explain(failure, settings) is { } words)
        {
            throw new CommandFailedException(words, failure);
        }
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"--upstream takes an http or https address, not '{text}'");
        return null;
    }
}
