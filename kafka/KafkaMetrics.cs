using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Snowtrail.Kafka.Alerting;

namespace Snowtrail.Kafka;

/// <summary>Instruments of the meter <see cref="MeterName"/>.</summary>
public static class KafkaMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Snowtrail.Kafka";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> In = Meter.CreateCounter<long>("snowtrail.kafka.records.in", "{record}", "Records read.");
    private static readonly Counter<long> Out = Meter.CreateCounter<long>("snowtrail.kafka.records.out", "{record}", "Records acknowledged by the brokers.");
    private static readonly Counter<long> Rebalances = Meter.CreateCounter<long>("snowtrail.kafka.rebalances", "{rebalance}", "Assignments, revocations and losses.");
    private static readonly Counter<long> CommitFailures = Meter.CreateCounter<long>("snowtrail.kafka.commit.failures", "{commit}", "Offset commits and transactions that failed and were tried again.");
    private static readonly Counter<long> Parked = Meter.CreateCounter<long>("snowtrail.kafka.records.parked", "{record}", "Records put aside.");
    private static readonly Counter<long> Webhooks = Meter.CreateCounter<long>("snowtrail.webhook.attempts", "{attempt}", "Alerts posted, by outcome.");
    private static readonly ConcurrentDictionary<(string Group, string Topic, int Partition), long> Lags = new();

    static KafkaMetrics() => Meter.CreateObservableGauge("snowtrail.kafka.lag", ObserveLags, "{record}", "Records behind the end of a partition.");

    internal static void Read(string topic, long count) => In.Add(count, new KeyValuePair<string, object?>("topic", topic));

    internal static void Wrote(string topic, long count) => Out.Add(count, new KeyValuePair<string, object?>("topic", topic));

    internal static void Rebalanced(string group, string kind) => Rebalances.Add(1, new("group", group), new("kind", kind));

    internal static void CommitFailed(string group) => CommitFailures.Add(1, new KeyValuePair<string, object?>("group", group));

    internal static void RecordParked(string topic) => Parked.Add(1, new KeyValuePair<string, object?>("topic", topic));

    internal static void WebhookTried(WebhookOutcome outcome) => Webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    internal static void Lag(string group, string topic, int partition, long lag) => Lags[(group, topic, partition)] = Math.Max(0, lag);

    internal static void NoLag(string group, string topic, int partition) => Lags.TryRemove((group, topic, partition), out _);

    private static IEnumerable<Measurement<long>> ObserveLags() =>
        Lags.Select(lag => new Measurement<long>(lag.Value, new("group", lag.Key.Group), new("topic", lag.Key.Topic), new("partition", lag.Key.Partition)));
}
