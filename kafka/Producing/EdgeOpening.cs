using Confluent.Kafka;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Producing;

/// <summary>Waits, for ever and visibly, until an edge has what it needs before the first record.</summary>
internal sealed class EdgeOpening(KafkaSetup setup, string edge)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MetadataWait = TimeSpan.FromSeconds(5);

    public async Task<int> WriterAsync<T>(Handle handle, KafkaTopic<T> topic, CancellationToken cancellation)
        where T : class, IAvroRecord<T>
    {
        using var admin = new DependentAdminClientBuilder(handle).Build();
        await TopicAsync(admin, topic.Name, cancellation);
        return await SchemaAsync(topic, cancellation);
    }

    public async Task<int> SchemaAsync<T>(KafkaTopic<T> topic, CancellationToken cancellation)
        where T : class, IAvroRecord<T>
    {
        while (true)
        {
            try
            {
                return await setup.SchemaIds.WriterIdAsync(topic, cancellation);
            }
            catch (SchemaIdUnavailableException fault)
            {
                await WaitAsync(fault.Message, cancellation);
            }
        }
    }

    public async Task TopicAsync(IAdminClient admin, string topic, CancellationToken cancellation)
    {
        while (Missing(admin, topic) is { } reason)
            await WaitAsync(reason, cancellation);
    }

    public async Task WaitAsync(string reason, CancellationToken cancellation)
    {
        setup.Logger.EdgeWaits(edge, reason);
        setup.Status.Waits(edge, reason);
        await Task.Delay(Pause, setup.Time, cancellation);
    }

    private static string? Missing(IAdminClient admin, string topic)
    {
        try
        {
            var found = admin.GetMetadata(topic, MetadataWait).Topics.FirstOrDefault(t => t.Topic == topic);
            return found is { Error.IsError: false, Partitions.Count: > 0 } ? null : $"topic {topic} is not there: run `snowtrail topics apply`";
        }
        catch (KafkaException fault)
        {
            return $"the brokers do not answer ({fault.Error.Code})";
        }
    }
}
