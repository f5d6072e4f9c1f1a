using System.CommandLine;
using System.Net;
using Snowtrail.App.Roles;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail proxy</c>: the gateway as a process of its own.</summary>
internal static class ProxyCommand
{
    private static readonly Option<DirectoryInfo> Data = CommonOptions.Data();
    private static readonly Option<IPEndPoint> Listen = CommonOptions.Listen("--listen", "127.0.0.1:8085", "Where drivers connect");
    private static readonly UpstreamFlags Upstream = new("The warehouse, http or https", required: true);
    private static readonly Option<FileInfo?> Policy = new("--policy") { Description = "Policy, YAML; without one all is recorded and nothing refused but PUT, GET and unloads", HelpName = "FILE" };
    private static readonly KafkaFlags Kafka = new();
    private static readonly RoleFlags Role = new();

    internal static Command Create()
    {
        var command = new Command("proxy", "Run the gateway alone: it answers drivers, keeps its ledger in --data and copies it into Kafka")
        {
            Data, Listen, Policy,
        };
        command.AddAll(Upstream.All).AddAll(Kafka.All).AddAll(Role.All);
        command.SetAction((parsed, cancellation) =>
        {
            var policy = parsed.GetValue(Policy) is { } file ? PolicyFile.Read(file) : null;
            var settings = new GatewaySettings(parsed.GetRequiredValue(Data), parsed.GetRequiredValue(Listen), Upstream.Read(parsed)!, policy);
            var kafka = Kafka.Read(parsed);
            return Role.RunAsync(
                parsed,
                async host => $"The gateway listens on {(await ProxyRole.StartAsync(host, settings, kafka, cancellation)).GetLeftPart(UriPartial.Authority)}, its data is in {settings.Data.FullName}.",
                cancellation);
        });
        return command;
    }
}
