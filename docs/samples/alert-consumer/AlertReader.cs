using Avro.Generic;
using Confluent.Kafka;
using Confluent.Kafka.SyncOverAsync;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;

namespace Snowtrail.Samples.AlertConsumer;

/// <summary>The topic of alerts, each at least once.</summary>
internal sealed class AlertReader : IDisposable
{
    private readonly CachedSchemaRegistryClient _registry;
    private readonly IConsumer<string, GenericRecord> _consumer;

    public AlertReader(string brokers, string registry, string topic, string group)
    {
        _registry = new(new SchemaRegistryConfig { Url = registry });
        _consumer = new ConsumerBuilder<string, GenericRecord>(new ConsumerConfig
            {
                BootstrapServers = brokers,
                GroupId = group,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                // Alerts come in transactions
                IsolationLevel = IsolationLevel.ReadCommitted,
                // An offset is committed only after its alert was handled
                EnableAutoOffsetStore = false,
                PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            })
            .SetValueDeserializer(new AvroDeserializer<GenericRecord>(_registry).AsSyncOverAsync())
            .Build();
        _consumer.Subscribe(topic);
    }

    /// <summary>Waits for the next alert.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="KafkaException">The brokers refuse, or a value cannot be decoded.</exception>
    public ReceivedAlert Next(CancellationToken cancellation)
    {
        while (true)
        {
            var result = _consumer.Consume(cancellation);
            // The envelope may come to carry other kinds, and a record without a value says nothing
            if (result.Message.Value is { } record && record["body"] is GenericRecord { Schema.Name: "Alert" } alert)
                return ReceivedAlert.Of(alert, result.TopicPartitionOffset);
            _consumer.StoreOffset(result);
        }
    }

    /// <summary>The alert was handled and need not come again.</summary>
    public void Done(ReceivedAlert alert) => _consumer.StoreOffset(new TopicPartitionOffset(alert.Position.TopicPartition, alert.Position.Offset + 1));

    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
        _registry.Dispose();
    }
}
