using Avro.Generic;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Snowtrail.Kafka.Topics;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Tests;

public sealed class WireTests
{
    [Fact]
    public async Task Decoder_OwnSchema_GivesTheRecord()
    {
        var bytes = WireFormat.Encode(SchemaIdFile.IdOf(AuditEvent.SchemaFingerprint), Some.Event(3));
        var decoder = new WireDecoder<AuditEvent>(SchemaIdFile.Load());
        Assert.False(decoder.TryDecode(bytes, out _, out _));
        await decoder.LearnAsync(bytes, default);
        Assert.True(decoder.TryDecode(bytes, out var record, out var fault));
        Assert.Null(fault);
        Assert.Equal(Some.Event(3), record);
    }

    [Fact]
    public async Task Decoder_UnknownId_IsAFault()
    {
        byte[] bytes = [0, 0, 0, 0, 42, 1, 2];
        var decoder = new WireDecoder<AuditEvent>(SchemaIdFile.Load());
        await decoder.LearnAsync(bytes, default);
        Assert.True(decoder.TryDecode(bytes, out _, out var fault));
        Assert.Contains("42", fault);
    }

    [Fact]
    public async Task Registry_ConfluentSerdes_ReadAndWriteTheSameBytes()
    {
        var topics = await AppliedAsync();
        using var ids = new RegistrySchemaIds(new() { Url = Servers.Registry });
        var ours = WireFormat.Encode(await ids.WriterIdAsync(topics.Raw, default), Some.Event(5));

        using var client = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = Servers.Registry });
        var context = new SerializationContext(MessageComponentType.Value, topics.Raw.Name);
        var generic = await new AvroDeserializer<GenericRecord>(client).DeserializeAsync(ours, false, context);
        Assert.Equal(Some.Event(5).Id, generic["id"]);
        var serializer = new AvroSerializer<GenericRecord>(client, new AvroSerializerConfig
        {
            AutoRegisterSchemas = false, UseLatestVersion = true, SubjectNameStrategy = SubjectNameStrategy.Topic,
        });
        Assert.Equal(ours, await serializer.SerializeAsync(generic, context));
    }

    [Fact]
    public async Task Registry_AwayLater_TheCacheFileKnows()
    {
        var topics = await AppliedAsync();
        var path = Path.Combine(Path.GetTempPath(), $"ids-{Guid.NewGuid():N}.json");
        try
        {
            using var there = new RegistrySchemaIds(new() { Url = Servers.Registry, CacheFile = path });
            var id = await there.WriterIdAsync(topics.Raw, default);
            using var away = new RegistrySchemaIds(new() { Url = "http://127.0.0.1:9", CacheFile = path });
            Assert.Equal(id, await away.WriterIdAsync(topics.Raw, default));
            Assert.NotNull(await away.SchemaAsync(id, default));
            using var never = new RegistrySchemaIds(new() { Url = "http://127.0.0.1:9" });
            await Assert.ThrowsAsync<SchemaIdUnavailableException>(() => never.WriterIdAsync(topics.Raw, default).AsTask());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Plan_AppliedTwice_ChangesNothingAndReportsDrift()
    {
        var topics = await AppliedAsync();
        var connection = Some.Setup().Connection;
        var registry = new SchemaRegistryOptions { Url = Servers.Registry };
        var again = await new TopicsPlan(topics, new() { Partitions = 2 }).ApplyAsync(connection, registry);
        Assert.All(again.Lines, line => Assert.Equal(TopicOutcome.Unchanged, line.Outcome));

        var other = await new TopicsPlan(topics, new() { Partitions = 3, Retention = TimeSpan.FromDays(1), ParkedRetention = TimeSpan.FromDays(365) })
            .ApplyAsync(connection);
        Assert.True(other.HasDrift);
        Assert.Contains(other.Lines, line => line is { Outcome: TopicOutcome.Drift } && line.Detail.StartsWith("retention.ms"));
        Assert.Contains(other.Lines, line => line.Subject == topics.Parked.Name && line.Outcome == TopicOutcome.Changed);
    }

    private static async Task<AuditTopics> AppliedAsync()
    {
        var topics = new AuditTopics($"t{Guid.NewGuid():N}.");
        var report = await new TopicsPlan(topics, new() { Partitions = 2 }).ApplyAsync(Some.Setup().Connection, new() { Url = Servers.Registry });
        Assert.True(report.Succeeded, string.Join('\n', report.Lines));
        return topics;
    }
}
