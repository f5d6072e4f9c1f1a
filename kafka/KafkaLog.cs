using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Snowtrail.Kafka;

internal static partial class KafkaLog
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Debug, Message = "{Edge} waits: {Reason}")]
    public static partial void EdgeWaits(this ILogger logger, string edge, string reason);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Information, Message = "Group {Group}: partitions {Kind}: {Partitions}")]
    public static partial void Rebalanced(this ILogger logger, string group, string kind, string partitions);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Warning, Message = "Group {Group}: offsets were not committed ({Reason}); they are tried again")]
    public static partial void CommitFailed(this ILogger logger, string group, string reason);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Warning, Message = "{Position} was parked: {Reason}")]
    public static partial void Parked(this ILogger logger, string position, string reason);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Warning, Message = "Partition {Partition}: the transaction failed ({Reason}); it is tried again")]
    public static partial void TransactionFailed(this ILogger logger, int partition, string reason);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Warning, Message = "Partition {Partition}: {Problem}; its state is made anew from the input that is left")]
    public static partial void StateLost(this ILogger logger, int partition, string problem);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Information, Message = "Partition {Partition}: state restored, reading from {Start}, writing from {Committed}")]
    public static partial void Restored(this ILogger logger, int partition, long start, long committed);

    [LoggerMessage(EventId = 7008, Level = LogLevel.Warning, Message = "Partition {Partition}: another process has taken over")]
    public static partial void Fenced(this ILogger logger, int partition);

    [LoggerMessage(EventId = 7009, Level = LogLevel.Error, Message = "Partition {Partition}: stopped by an unexpected failure; it is started again")]
    public static partial void LaneFailed(this ILogger logger, int partition, Exception fault);

    [LoggerMessage(EventId = 7010, Level = LogLevel.Debug, Message = "librdkafka {Facility}: {Text}")]
    private static partial void Client(this ILogger logger, string facility, string text);

    // What the client says by itself repeats while a broker is away; the edges say it once, in their status
    public static void Client(this ILogger logger, LogMessage line) => logger.Client(line.Facility, line.Message);
}
