using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Snowtrail.App.Run;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail run</c>: the main job.</summary>
internal static class RunCommand
{
    private static readonly Option<DirectoryInfo> Data = CommonOptions.Data();
    private static readonly Option<IPEndPoint> Listen = CommonOptions.Listen("--listen", "127.0.0.1:8085", "Where drivers connect");
    private static readonly Option<IPEndPoint> Console_ = CommonOptions.Listen("--console", "127.0.0.1:8086", "Where the console and its API are");
    private static readonly UpstreamFlags Upstream = new("The warehouse, http or https; the built-in sandbox when left out");
    private static readonly Option<FileInfo?> Policy = new("--policy") { Description = "Policy, YAML; the sample with the built-in sandbox, none with an upstream", HelpName = "FILE" };
    private static readonly Option<FileInfo?> Jobs = new("--jobs") { Description = "Jobs, YAML; the sample with the built-in sandbox, none with an upstream", HelpName = "FILE" };
    private static readonly Option<bool> Demo = new("--demo") { Description = "Also drive traffic from several agents, one of which exfiltrates (built-in sandbox only)" };

    internal static Command Create()
    {
        var command = new Command("run", "Run gateway, audit pipeline, search and console in one process (the default verb)")
        {
            Data, Listen, Console_, Policy, Jobs, Demo, CommonOptions.Config(),
        };
        command.AddAll(Upstream.All);
        command.SetAction((parsed, cancellation) => RunAsync(Read(parsed), cancellation));
        return command;
    }

    private static RunSettings Read(ParseResult parsed)
    {
        var settings = new RunSettings
        {
            Data = parsed.GetRequiredValue(Data),
            Listen = parsed.GetRequiredValue(Listen),
            Console = parsed.GetRequiredValue(Console_),
            Upstream = Upstream.Read(parsed),
            Policy = parsed.GetValue(Policy),
            Jobs = parsed.GetValue(Jobs),
            Demo = parsed.GetValue(Demo),
        };
        return settings is { Demo: true, Upstream: not null }
            ? throw new CommandFailedException("--demo drives the built-in sandbox; leave out --upstream")
            : settings;
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
        catch (Exception failure) when (StartFailure.Explain(failure) is { } words)
        {
            throw new CommandFailedException(words, failure);
        }
    }
}
