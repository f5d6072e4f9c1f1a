using Microsoft.Extensions.Logging;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Wire;

namespace Snowtrail.App.Roles;

/// <summary>How a role reaches Kafka.</summary>
/// <param name="Connection">The brokers.</param>
/// <param name="Registry">The schema registry; null: numbers by the file beside the executable.</param>
/// <param name="Topics">The topics, prefix included.</param>
internal sealed record KafkaSettings(KafkaConnection Connection, SchemaRegistryOptions? Registry, AuditTopics Topics)
{
    /// <summary>Name of a consumer group, prefix included.</summary>
    internal string Group(string role) => $"{Topics.Prefix}snowtrail-{role}";

    /// <summary>What the edges of one process share; its status speaks in the process's readiness.</summary>
    /// <param name="host">The process.</param>
    /// <param name="schemaCache">File that remembers numbers of the registry; null where nothing is kept on disk.</param>
    /// <param name="isNeeded">Whether the process cannot do its job without Kafka.</param>
    internal KafkaSetup Open(RoleHost host, string? schemaCache = null, bool isNeeded = true)
    {
        var setup = Open(host.Logs.CreateLogger("Snowtrail.Kafka"), host.Time, schemaCache);
        if (setup.SchemaIds is IDisposable registry)
            host.Defer(registry);
        host.Watch(() => Waits(setup.Status), isNeeded);
        return setup;
    }

    private static IEnumerable<string> Waits(KafkaStatus status) => status.IsReady
        ? []
        : status.Edges.Where(edge => edge.Value is not null).Select(edge => $"kafka: {edge.Key}: {edge.Value}").DefaultIfEmpty("kafka: no edge runs yet");

    /// <summary>The same without a role's process around it.</summary>
    internal KafkaSetup Open(ILogger log, TimeProvider time, string? schemaCache = null) => new()
    {
        Connection = Connection,
        SchemaIds = Registry is null ? SchemaIdFile.Load() : new RegistrySchemaIds(Registry with { CacheFile = schemaCache }, SchemaIdFile.Load()),
        Time = time,
        Logger = log,
    };
}
