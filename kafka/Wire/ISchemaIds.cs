using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Wire;

/// <summary>Numbers of schemas, as they stand on the wire.</summary>
public interface ISchemaIds
{
    /// <summary>The number under which values of <typeparamref name="T"/> are written to the topic.</summary>
    /// <exception cref="SchemaIdUnavailableException">It is not known yet; ask again later.</exception>
    ValueTask<int> WriterIdAsync<T>(KafkaTopic<T> topic, CancellationToken cancellation)
        where T : class, IAvroRecord<T>;

    /// <summary>The schema (JSON) under a number; null when there is none.</summary>
    /// <exception cref="SchemaIdUnavailableException">It cannot be said now; ask again later.</exception>
    ValueTask<string?> SchemaAsync(int id, CancellationToken cancellation);
}
