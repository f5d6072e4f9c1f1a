using System.CommandLine;
using Akka.Streams.Dsl;
using Snowtrail.App.Roles;
using Snowtrail.App.Run;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Alerting;
using Snowtrail.Kafka.Consuming;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail webhook</c>: posts alerts to a receiver, signed as Standard Webhooks says. It keeps nothing on disk.</summary>
internal static class WebhookCommand
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(20);
    private static readonly Option<Uri?> Url = new("--url") { Description = "The receiver, https", HelpName = "URL", Required = true, CustomParser = result => CommonOptions.ParseUrl(result, "--url") };
    private static readonly Option<FileInfo> SecretFile = new("--secret-file") { Description = "File with the signing secret, whsec_ and base64; a line each for several", HelpName = "FILE", Required = true };
    private static readonly Option<bool> AllowHttp = new("--allow-http") { Description = "Allow a receiver without TLS on another machine, on a trusted network only" };
    private static readonly KafkaFlags Kafka = new();
    private static readonly RoleFlags Role = new();

    internal static Command Create()
    {
        var command = new Command("webhook", "Post alerts to a receiver, signed; what it refuses is parked") { Url, SecretFile, AllowHttp };
        command.AddAll(Kafka.All).AddAll(Role.All);
        command.SetAction((parsed, cancellation) =>
        {
            var kafka = Kafka.Read(parsed);
            var options = new WebhookOptions
            {
                Url = parsed.GetRequiredValue(Url)!,
                SecretFile = parsed.GetRequiredValue(SecretFile).FullName,
                AllowPlain = parsed.GetValue(AllowHttp),
            };
            return Role.RunAsync(
                parsed,
                host =>
                {
                    Start(host, kafka, options);
                    return Task.FromResult($"Alerts of {kafka.Topics.Alerts.Name} are posted to {options.Url.GetLeftPart(UriPartial.Authority)}.");
                },
                cancellation);
        });
        return command;
    }

    private static void Start(RoleHost host, KafkaSettings kafka, WebhookOptions options)
    {
        var setup = kafka.Open(host);
        var lot = new KafkaParkingLot(setup, kafka.Topics.Parked);
        host.Defer(lot);
        var parking = new CountedParkingLot(lot);
        var reading = new ConsumerOptions { GroupId = kafka.Group("webhook"), StopDrainMax = TimeSpan.FromSeconds(15) };
        var graph = KafkaSource.Create(setup, [kafka.Topics.Alerts], parking, reading).ToMaterialized(WebhookSink.Create(setup, parking, options), Keep.Both);
        host.Keep(
            "the webhook",
            () =>
            {
                var (control, posted) = graph.Run(host.Materializer);
                return new(Task.WhenAll(control.Completion, posted), control.StopAsync);
            },
            StopMax);
    }
}
