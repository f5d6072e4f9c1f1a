using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Snowtrail.App.Roles;
using Snowtrail.App.Run;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Kafka;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail index</c>: indexing as a process of its own, any number of them; <c>setup</c> and <c>rebuild</c>.</summary>
internal static class IndexCommand
{
    internal static Command Create()
    {
        var (kafka, elastic, role) = (new KafkaFlags(), new ElasticFlags(), new RoleFlags());
        var command = new Command("index", "Run an indexer: it makes documents of records and alerts; start as many as there is work for") { CreateSetup(), CreateRebuild() };
        command.AddAll(elastic.All).AddAll(kafka.All).AddAll(role.All);
        command.SetAction((parsed, cancellation) =>
        {
            var (from, to) = (kafka.Read(parsed), elastic.Read(parsed));
            return role.RunAsync(
                parsed,
                host =>
                {
                    IndexRole.Start(host, from, to);
                    return Task.FromResult($"The indexer reads {from.Topics.Enriched.Name} and {from.Topics.Alerts.Name} at {from.Connection.BootstrapServers}.");
                },
                cancellation);
        });
        return command;
    }

    private static Command CreateSetup()
    {
        var elastic = new ElasticFlags();
        var command = new Command("setup", "Make lifecycle policies, templates and data streams, or bring them to this version; may run any time") { CommonOptions.Config() };
        command.AddAll(elastic.All);
        command.SetAction(async (parsed, cancellation) =>
        {
            await SetUpAsync(elastic.Read(parsed), cancellation);
            return 0;
        });
        return command;
    }

    private static Command CreateRebuild()
    {
        var (kafka, elastic) = (new KafkaFlags(required: false), new ElasticFlags());
        var data = new Option<DirectoryInfo?>("--data") { Description = "Data directory of a gateway that does not run: its ledger is enriched again; Kafka's topics when left out", HelpName = "DIR" };
        var jobs = new Option<FileInfo?>("--jobs") { Description = "Jobs, YAML, as the enrichers have them; with --data only", HelpName = "FILE" };
        var policy = new Option<FileInfo?>("--policy") { Description = "Policy, YAML, as the enrichers have it; with --data only", HelpName = "FILE" };
        var command = new Command("rebuild", "Write every document once more, from the topics or from a ledger; what is there stays") { data, jobs, policy, CommonOptions.Config() };
        command.AddAll(elastic.All).AddAll(kafka.All);
        command.SetAction(async (parsed, cancellation) =>
        {
            var to = elastic.Read(parsed);
            var directory = parsed.GetValue(data);
            if (directory is null && !kafka.AreGiven(parsed))
            {
                throw new CommandFailedException("name the brokers with --kafka, or a data directory with --data");
            }

            await SetUpAsync(to, cancellation);
            await RebuildAsync(host => directory is null
                ? IndexRebuild.FromTopicsAsync(host, kafka.Read(parsed), to)
                : IndexRebuild.FromLedgerAsync(host, DataDirectory.Existing(directory), JobsFile.Read(parsed.GetValue(jobs)), PolicyFile.PersonalTables(parsed.GetValue(policy)), to));
            return 0;
        });
        return command;
    }

    private static async Task SetUpAsync(ElasticOptions elastic, CancellationToken cancellation)
    {
        try
        {
            foreach (var line in await ElasticSetup.ApplyAsync(elastic, cancellation))
            {
                await Console.Out.WriteLineAsync(line.ToString());
            }
        }
        catch (Exception failure) when (failure is ElasticUnavailableException or IOException)
        {
            throw new CommandFailedException($"the index cannot be set up: {failure.Message}", failure);
        }
    }

    private static async Task RebuildAsync(Func<RoleHost, Task<long>> run)
    {
        var started = Stopwatch.StartNew();
        using var logs = Logs.Create();
        try
        {
            await using var host = new RoleHost(logs, TimeProvider.System);
            var count = await run(host);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} records indexed in {started.Elapsed.TotalSeconds:0.0} s"));
        }
        catch (Exception failure) when (failure is KafkaEdgeException || StartFailure.Explain(failure) is not null)
        {
            throw new CommandFailedException(StartFailure.Explain(failure) ?? failure.Message, failure);
        }
    }
}
