using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Streams.Dsl;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>Clients that share no code with ours read what we write.</summary>
public sealed class IndependentReaderTests
{
    private const int Count = 60;
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "readers");

    [Fact]
    public async Task Kcat_ReadsKeysAndFrames()
    {
        var (topics, id) = await WrittenAsync();
        string lines;
        try
        {
            // The value as its frame: one byte, four bytes big-endian, and what is left
            lines = await Command.RunAsync("kcat", ["-b", Servers.Kafka, "-C", "-t", topics.Raw.Name, "-e", "-q", "-X", "isolation.level=read_committed",
                "-s", "value=>bIs", "-f", "\\nRECORD %k %s"]);
        }
        catch (Win32Exception)
        {
            Assert.Skip("kcat is not installed");
            return;
        }

        Assert.Equal(Count, Regex.Count(lines, $@"RECORD agent-\d 0{id}"));
        Assert.All(Enumerable.Range(0, Count), n => Assert.Contains(Some.Event(n).Id, lines));
    }

    [Fact]
    public async Task Kafkajs_DecodesThroughTheRegistry()
    {
        var (topics, _) = await WrittenAsync();
        string lines;
        try
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
                await Command.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], 300, Folder);
            lines = await Command.RunAsync("node", ["read.js", Servers.Kafka, Servers.Registry, topics.Raw.Name, $"{Count}"], 60, Folder);
        }
        catch (Win32Exception)
        {
            Assert.Skip("node and npm are not installed");
            return;
        }

        var found = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(Enumerable.Range(0, Count).Select(n => Some.Event(n).Id), found.Select(e => e.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(found, e => Assert.Equal(e.GetProperty("key").GetString(), e.GetProperty("subject").GetString()));
        var third = found.Single(e => e.GetProperty("id").GetString() == Some.Event(3).Id);
        Assert.Equal((Some.Event(3).Time - DateTimeOffset.UnixEpoch).Ticks / 10, third.GetProperty("time").GetInt64());
        Assert.Contains("s-1", third.GetProperty("body").GetRawText());
    }

    private static async Task<(AuditTopics Topics, int Id)> WrittenAsync()
    {
        var topics = new AuditTopics($"t{Guid.NewGuid():N}.");
        Assert.True((await new TopicsPlan(topics, new() { Partitions = 3 }).ApplyAsync(Some.Setup().Connection, new() { Url = Servers.Registry })).Succeeded);
        using var ids = new RegistrySchemaIds(new() { Url = Servers.Registry });
        using var materializer = Some.Materializer();
        await Source.From(Enumerable.Range(0, Count)).Select(n => new Tracked<AuditEvent>(Some.Event(n, $"agent-{n % 7}"), new Some.Receipt()))
            .RunWith(KafkaSink.Create(Some.Setup() with { SchemaIds = ids }, topics.Raw, ParkingLot.None), materializer)
            .WaitAsync(TimeSpan.FromSeconds(40));
        return (topics, await ids.WriterIdAsync(topics.Raw, default));
    }
}
