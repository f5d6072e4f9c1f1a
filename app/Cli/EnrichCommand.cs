using System.CommandLine;
using Snowtrail.App.Roles;
using Snowtrail.App.Run;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail enrich</c>: enrichment as a process of its own, any number of them.</summary>
internal static class EnrichCommand
{
    private static readonly Option<FileInfo?> Jobs = new("--jobs") { Description = "Jobs, YAML, the same for every enricher; none when left out", HelpName = "FILE" };
    private static readonly Option<FileInfo?> Policy = new("--policy") { Description = "Policy, YAML, the gateways': its tables named pii hold personal data; none do when left out", HelpName = "FILE" };
    private static readonly KafkaFlags Kafka = new();
    private static readonly RoleFlags Role = new();

    internal static Command Create()
    {
        var command = new Command("enrich", "Run an enricher: it makes records and alerts of what gateways wrote; start as many as there is work for") { Jobs, Policy };
        command.AddAll(Kafka.All).AddAll(Role.All);
        command.SetAction((parsed, cancellation) =>
        {
            var (kafka, jobs) = (Kafka.Read(parsed), JobsFile.Read(parsed.GetValue(Jobs)));
            var personal = PolicyFile.PersonalTables(parsed.GetValue(Policy));
            return Role.RunAsync(
                parsed,
                host =>
                {
                    EnrichRole.Start(host, kafka, jobs, personal);
                    return Task.FromResult($"The enricher reads {kafka.Topics.Raw.Name} at {kafka.Connection.BootstrapServers}.");
                },
                cancellation);
        });
        return command;
    }
}
