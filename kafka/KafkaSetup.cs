using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Kafka.Wire;

namespace Snowtrail.Kafka;

/// <summary>What every edge of a process shares.</summary>
public sealed record KafkaSetup
{
    /// <summary>The brokers.</summary>
    public required KafkaConnection Connection { get; init; }

    /// <summary>Numbers of the schemas on the wire.</summary>
    public required ISchemaIds SchemaIds { get; init; }

    /// <summary>Where edges say what they wait for.</summary>
    public KafkaStatus Status { get; init; } = new();

    /// <summary>Clock of waits and of parked records.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Logger. Record contents and secrets are never logged.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
