using System.Net;
using Confluent.SchemaRegistry;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Wire;

/// <summary>
/// Numbers by the schema registry, subjects by topic name. The registry is asked first; when it cannot be reached, what it once said holds,
/// from memory or from the cache file. It is only read: <c>topics apply</c> registers. Numbers without a registry are still understood, so that
/// an installation may begin without one.
/// </summary>
public sealed class RegistrySchemaIds : ISchemaIds, IDisposable
{
    private readonly CachedSchemaRegistryClient _client;
    private readonly SchemaIdCache _cache;
    private readonly SchemaIdFile? _file;

    /// <summary>Nothing is asked yet.</summary>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public RegistrySchemaIds(SchemaRegistryOptions options, SchemaIdFile? file = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _client = RegistryClient.Create(options);
        _cache = SchemaIdCache.Open(options.CacheFile);
        _file = file;
    }

    /// <inheritdoc/>
    public async ValueTask<int> WriterIdAsync<T>(KafkaTopic<T> topic, CancellationToken cancellation)
        where T : class, IAvroRecord<T>
    {
        ArgumentNullException.ThrowIfNull(topic);
        var key = $"{topic.Subject} {T.SchemaFingerprint:x16}";
        try
        {
            var id = await _client.GetSchemaIdAsync(topic.Subject, new Schema(T.AvroSchema, SchemaType.Avro)).WaitAsync(cancellation);
            _cache.Remember(key, id, T.AvroSchema);
            return id;
        }
        catch (SchemaRegistryException fault) when (fault.Status == HttpStatusCode.NotFound)
        {
            throw new SchemaIdUnavailableException($"subject {topic.Subject} has no such schema: run `snowtrail topics apply`", fault);
        }
        catch (Exception fault) when (IsAway(fault, cancellation))
        {
            return _cache.Id(key) ?? throw Away(fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string?> SchemaAsync(int id, CancellationToken cancellation)
    {
        if (SchemaIdFile.IsOurs(id))
            return _file is null ? null : await _file.SchemaAsync(id, cancellation);
        if (_cache.Schema(id) is { } known)
            return known;
        try
        {
            var schema = await _client.GetSchemaAsync(id).WaitAsync(cancellation);
            if (schema.SchemaType != SchemaType.Avro)
                return null;
            _cache.Remember(null, id, schema.SchemaString);
            return schema.SchemaString;
        }
        catch (SchemaRegistryException fault) when (fault.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception fault) when (IsAway(fault, cancellation))
        {
            throw Away(fault);
        }
    }

    /// <summary>Lets go of the connection.</summary>
    public void Dispose() => _client.Dispose();

    private static bool IsAway(Exception fault, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && fault is HttpRequestException or SchemaRegistryException or OperationCanceledException or AggregateException;

    private static SchemaIdUnavailableException Away(Exception fault) => new("the schema registry does not answer", fault);
}
