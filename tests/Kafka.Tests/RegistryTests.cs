using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Akka.Streams;
using Akka.Streams.Dsl;
using Avro.Generic;
using Avro.IO;
using Confluent.SchemaRegistry;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Producing;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Kafka.Tests;

/// <summary>The schema registry: away, never there, and with schemas of other versions than ours.</summary>
public sealed class RegistryTests(OwnRegistry registry) : IClassFixture<OwnRegistry>
{
    [Fact]
    public async Task Registry_NotThereAndLaterGone_EventsWaitThenFlowAndGoOnFlowing()
    {
        Assert.NotEmpty(Servers.Folder);
        var topics = await Some.TopicsAsync(1);
        var cache = Path.Combine(Path.GetTempPath(), $"ids-{Guid.NewGuid():N}.json");
        using var materializer = Some.Materializer();

        // Never reached yet: nothing is asked of upstream, and readiness says why
        var (setup, asked) = (Setup(cache), 0);
        var first = WriteAsync(setup, topics, 0, 10, materializer, () => Interlocked.Increment(ref asked));
        await Some.UntilAsync(() => setup.Status.Edges.Values.Any(why => why?.Contains("registry", StringComparison.Ordinal) == true), 20, "it says what it waits for");
        Assert.Equal(0, asked);
        await registry.StartAsync();
        Assert.True((await new TopicsPlan(topics, new() { Partitions = 1 }).ApplyAsync(setup.Connection, new() { Url = registry.Url })).Succeeded);
        await first.WaitAsync(TimeSpan.FromSeconds(40));

        // Later gone: a process that starts now knows the numbers from the file
        await registry.StopAsync();
        await WriteAsync(Setup(cache), topics, 10, 10, materializer, () => { }).WaitAsync(TimeSpan.FromSeconds(40));
        var got = await ReadAsync<AuditEvent>(Setup(cache), topics.Raw, 20, materializer);
        Assert.Equal(Enumerable.Range(0, 20).Select(n => Some.Event(n).Id), got.Select(e => e.Id));
        File.Delete(cache);
    }

    [Fact]
    public async Task Source_RecordsOfAnOlderAndANewerSchema_AreReadAsOurs()
    {
        var topics = new AuditTopics($"t{Guid.NewGuid():N}.");
        Assert.True((await new TopicsPlan(topics, new() { Partitions = 1 }).ApplyAsync(Some.Setup().Connection, new() { Url = Servers.Registry })).Succeeded);
        using var client = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = Servers.Registry });
        using var producer = Some.Producer();
        foreach (var (n, schema) in new[] { (0, Older()), (1, Newer()) })
        {
            // Under subjects of their own: a version of another program, found by number alone
            var id = await client.RegisterSchemaAsync($"{topics.Raw.Subject}-{n}", new Confluent.SchemaRegistry.Schema(schema, SchemaType.Avro));
            await producer.ProduceAsync(topics.Raw.Name, new() { Key = "agent-1", Value = [0, .. BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(id)), .. As(schema, Some.Event(n))] });
        }

        using var ids = new RegistrySchemaIds(new() { Url = Servers.Registry });
        using var materializer = Some.Materializer();
        var got = await ReadAsync<AuditEvent>(Some.Setup() with { SchemaIds = ids }, topics.Raw, 2, materializer);
        Assert.Equal([Some.Event(0), Some.Event(1)], got);
    }

    // Without a field that has a default now, and with one that we do not know
    private static string Older() => Changed(closed => closed.Remove(closed.Single(field => (string)field!["name"]! == "by")));

    private static string Newer() => Changed(closed => closed.Insert(1, JsonNode.Parse("""{"name": "of_tomorrow", "type": "string", "default": "x"}""")));

    private static string Changed(Action<JsonArray> change)
    {
        var schema = JsonNode.Parse(AuditEvent.AvroSchema)!;
        var body = schema["fields"]!.AsArray().Single(field => (string)field!["name"]! == "body")!["type"]!.AsArray();
        change(body.Single(kind => kind is JsonObject record && (string)record["name"]! is "SessionClosed" or "snowtrail.SessionClosed")!["fields"]!.AsArray());
        return schema.ToJsonString();
    }

    private static byte[] As(string schema, AuditEvent e)
    {
        var (ours, theirs) = (Avro.Schema.Parse(AuditEvent.AvroSchema), Avro.Schema.Parse(schema));
        using var bytes = new MemoryStream(e.ToAvro());
        var record = new GenericDatumReader<GenericRecord>(ours, theirs).Read(null!, new BinaryDecoder(bytes));
        using var target = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(theirs).Write(record, new BinaryEncoder(target));
        return target.ToArray();
    }

    private KafkaSetup Setup(string cache) => Some.Setup() with { SchemaIds = new RegistrySchemaIds(new() { Url = registry.Url, CacheFile = cache }) };

    private static Task<Akka.Done> WriteAsync(KafkaSetup setup, AuditTopics topics, int first, int count, IMaterializer materializer, Action asked) =>
        Source.From(Enumerable.Range(first, count)).Select(n =>
        {
            asked();
            return new Tracked<AuditEvent>(Some.Event(n), new Some.Receipt());
        }).RunWith(KafkaSink.Create(setup, topics.Raw, ParkingLot.None), materializer);

    private static async Task<List<T>> ReadAsync<T>(KafkaSetup setup, KafkaTopic<T> topic, int count, IMaterializer materializer)
        where T : class, Schemas.Codec.IAvroRecord<T>
    {
        var got = new ConcurrentQueue<T>();
        var control = KafkaSource.Create(setup, [topic], ParkingLot.None, new() { GroupId = topic.Name })
            .To(Sink.ForEach<Tracked<T>>(tracked =>
            {
                got.Enqueue(tracked.Value);
                tracked.Receipt.Settle(Settlement.Durable);
            }))
            .Run(materializer);
        await Some.UntilAsync(() => got.Count >= count, 30, "all records");
        await control.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return [.. got];
    }
}
