using System.Net;
using Confluent.SchemaRegistry;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Topics;

/// <summary>The schemas that the registry ought to hold, each under its topic's name, each new version readable by all who know an older one.</summary>
internal sealed class SchemaPlan(AuditTopics topics)
{
    public async Task ApplyAsync(SchemaRegistryOptions options, List<TopicsLine> lines)
    {
        using var client = RegistryClient.Create(options);
        lines.Add(await RegisterAsync(client, topics.Raw));
        lines.Add(await RegisterAsync(client, topics.Enriched));
        lines.Add(await RegisterAsync(client, topics.Alerts));
        lines.Add(await RegisterAsync(client, topics.Parked));
    }

    private static async Task<TopicsLine> RegisterAsync<T>(CachedSchemaRegistryClient client, KafkaTopic<T> topic)
        where T : class, IAvroRecord<T>
    {
        var schema = new Schema(T.AvroSchema, SchemaType.Avro);
        try
        {
            if (await KnownIdAsync(client, topic.Subject, schema) is { } known)
            {
                var level = await client.UpdateCompatibilityAsync(Compatibility.BackwardTransitive, topic.Subject);
                return level == Compatibility.BackwardTransitive
                    ? new(topic.Subject, TopicOutcome.Unchanged, $"id {known}")
                    : new(topic.Subject, TopicOutcome.Drift, $"compatibility is {level}");
            }

            // First the rule, then the version that must obey it
            await client.UpdateCompatibilityAsync(Compatibility.BackwardTransitive, topic.Subject);
            var id = await client.RegisterSchemaAsync(topic.Subject, schema);
            return new(topic.Subject, TopicOutcome.Created, $"id {id}");
        }
        catch (SchemaRegistryException fault) when (fault.Status == HttpStatusCode.Conflict)
        {
            return new(topic.Subject, TopicOutcome.Failed, "the schema is not compatible with an earlier version");
        }
        catch (Exception fault) when (fault is SchemaRegistryException or HttpRequestException or OperationCanceledException)
        {
            return new(topic.Subject, TopicOutcome.Failed, $"the schema registry: {fault.Message}");
        }
    }

    private static async Task<int?> KnownIdAsync(CachedSchemaRegistryClient client, string subject, Schema schema)
    {
        try
        {
            return await client.GetSchemaIdAsync(subject, schema);
        }
        catch (SchemaRegistryException fault) when (fault.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
