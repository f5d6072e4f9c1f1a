using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>docs/samples/alert-consumer as a reader would run it.</summary>
public sealed class SampleConsumerTests
{
    [Fact]
    public async Task Sample_PrintsAlertsAndNothingElse()
    {
        var topics = new AuditTopics($"t{Guid.NewGuid():N}.");
        Assert.True((await new TopicsPlan(topics, new() { Partitions = 1 }).ApplyAsync(Some.Setup().Connection, new() { Url = Servers.Registry })).Succeeded);
        using (var empty = Some.Producer())
            await empty.ProduceAsync(topics.Alerts.Name, new() { Key = "", Value = null! });
        using var ids = new RegistrySchemaIds(new() { Url = Servers.Registry });
        using var materializer = Some.Materializer();
        EnrichedEvent[] told = [Some.Enriched(Some.Event(1, "etl-agent"), "no-alert"), Some.AlertTold()];
        await Source.From(told).Select(e => new Tracked<EnrichedEvent>(e, new Some.Receipt()))
            .RunWith(KafkaSink.Create(Some.Setup() with { SchemaIds = ids }, topics.Alerts, ParkingLot.None), materializer).WaitAsync(TimeSpan.FromSeconds(40));

        using var sample = Process.Start(new ProcessStartInfo("dotnet", [Built(), Servers.Kafka, Servers.Registry, topics.Alerts.Name, topics.Prefix + "sample"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            var line = await sample.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(40));
            var alert = (Alert)told[1].Body;
            Assert.Equal($"{alert.Time.UtcDateTime:u} severity 73 {alert.RuleId}: {alert.Summary} (agent etl-agent, 1 hits, {alert.AlertId})", line);
        }
        finally
        {
            sample.Kill();
        }
    }

    // Beside this project's own output, in the same configuration
    private static string Built([CallerFilePath] string here = "")
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../artifacts/bin/AlertConsumer", configuration, "alert-consumer.dll"));
    }
}
