using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka;

/// <summary>A topic that carries records of one kind.</summary>
/// <param name="Name">Full name, prefix included.</param>
/// <param name="Key">Partition key of a record: records of one key stay in order.</param>
/// <param name="Id">Id of a record, should it be parked.</param>
public sealed record KafkaTopic<T>(string Name, Func<T, string> Key, Func<T, string> Id)
    where T : class, IAvroRecord<T>
{
    /// <summary>Subject of its values at the schema registry: by topic name.</summary>
    public string Subject => Name + "-value";
}
