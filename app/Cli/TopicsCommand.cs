using System.CommandLine;
using System.Text.Json;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Topics;

namespace Snowtrail.App.Cli;

/// <summary><c>snowtrail topics apply</c>: brings topics and schemas to what the product needs, and reports what it leaves alone.</summary>
internal static class TopicsCommand
{
    private static readonly TopicsOptions Defaults = new();
    private static readonly Option<int> Partitions = new("--partitions") { Description = "Partitions of raw, enriched, alerts and state; cannot be changed later", HelpName = "N", DefaultValueFactory = _ => Defaults.Partitions };
    private static readonly Option<int> Replicas = new("--replicas") { Description = "Copies of each partition; 0: three, or as many as there are brokers", HelpName = "N" };
    private static readonly Option<double> RetentionDays = new("--retention-days") { Description = "How long records, alerts and orders are kept", HelpName = "N", DefaultValueFactory = _ => Defaults.Retention.TotalDays };
    private static readonly Option<double> ParkedDays = new("--parked-retention-days") { Description = "How long parked records are kept", HelpName = "N", DefaultValueFactory = _ => Defaults.ParkedRetention.TotalDays };
    private static readonly Option<bool> Json = CommonOptions.Json("Print a JSON object a line");
    private static readonly KafkaFlags Kafka = new();

    internal static Command Create()
    {
        var apply = new Command("apply", "Create what is missing, widen what loses nothing, report other drift; may run any time") { Partitions, Replicas, RetentionDays, ParkedDays, Json, CommonOptions.Config() };
        apply.AddAll(Kafka.All);
        apply.SetAction((parsed, _) => ApplyAsync(parsed));
        return new Command("topics", "Topics and schemas of the distributed product") { apply };
    }

    private static async Task<int> ApplyAsync(ParseResult parsed)
    {
        var kafka = Kafka.Read(parsed);
        try
        {
            var report = await new TopicsPlan(kafka.Topics, Sizes(parsed)).ApplyAsync(kafka.Connection, kafka.Registry);
            foreach (var line in report.Lines)
            {
                await Console.Out.WriteLineAsync(parsed.GetValue(Json)
                    ? JsonSerializer.Serialize(new { subject = line.Subject, outcome = Name(line.Outcome), detail = line.Detail })
                    : $"{Name(line.Outcome),-10} {line.Subject,-28} {line.Detail}".TrimEnd());
            }

            return report.Succeeded ? 0 : throw new CommandFailedException("some of it could not be made, see above");
        }
        catch (KafkaEdgeException failure)
        {
            throw new CommandFailedException($"the brokers at {kafka.Connection.BootstrapServers} are no help: {failure.Message}", failure);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new CommandFailedException(fault.Message, fault);
        }
    }

    private static TopicsOptions Sizes(ParseResult parsed) => new()
    {
        Partitions = parsed.GetValue(Partitions),
        ReplicationFactor = (short)Math.Clamp(parsed.GetValue(Replicas), short.MinValue, short.MaxValue),
        Retention = TimeSpan.FromDays(parsed.GetValue(RetentionDays)),
        ParkedRetention = TimeSpan.FromDays(parsed.GetValue(ParkedDays)),
    };

    private static string Name(TopicOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
