using Confluent.Kafka;
using Snowtrail.Kafka.Wire;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Producing;

/// <summary>Waits, for ever and visibly, until an edge has what it needs before the first record, or again after an outage.</summary>
internal sealed class EdgeOpening(KafkaSetup setup, string edge)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MetadataWait = TimeSpan.FromSeconds(5);
    private volatile string? _refusal;
    private int _watching;

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

    /// <summary>
    /// What the client says by itself. While no broker answers the edge is seen to wait; the client never says that one answers again, so they
    /// are asked.
    /// </summary>
    public void Trouble(Error error, string topic, CancellationToken stopped)
    {
        if (error.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl)
            _refusal = error.Reason;
        if (error.Code == ErrorCode.Local_AllBrokersDown && Interlocked.Exchange(ref _watching, 1) == 0)
            _ = Task.Run(() => WatchAsync(topic, stopped), CancellationToken.None);
    }

    private async Task WatchAsync(string topic, CancellationToken stopped)
    {
        try
        {
            // A client of its own: it may outlive the one that complained
            using var admin = new AdminClientBuilder(setup.Connection.Apply(new AdminClientConfig())).SetLogHandler((_, _) => { }).Build();
            await TopicAsync(admin, topic, stopped);
            if (!stopped.IsCancellationRequested)
                setup.Status.Runs(edge);
        }
        catch (OperationCanceledException)
        {
            // The edge has ended
        }
        catch (IOException fault)
        {
            setup.Status.Waits(edge, fault.Message);
        }
        finally
        {
            Volatile.Write(ref _watching, 0);
        }
    }

    private async Task TopicAsync(IAdminClient admin, string topic, CancellationToken cancellation)
    {
        while (Missing(admin, topic) is { } reason)
            await WaitAsync(reason, cancellation);
    }

    private async Task WaitAsync(string reason, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        setup.Logger.EdgeWaits(edge, reason);
        setup.Status.Waits(edge, reason);
        await Task.Delay(Pause, setup.Time, cancellation);
    }

    private string? Missing(IAdminClient admin, string topic)
    {
        try
        {
            var found = admin.GetMetadata(topic, MetadataWait).Topics.FirstOrDefault(t => t.Topic == topic);
            return found is { Error.IsError: false, Partitions.Count: > 0 } ? null : $"topic {topic} is not there: run `snowtrail topics apply`";
        }
        catch (KafkaException fault)
        {
            return _refusal is { } refusal ? $"the brokers refuse us ({refusal})" : $"the brokers do not answer ({fault.Error.Code})";
        }
    }
}
