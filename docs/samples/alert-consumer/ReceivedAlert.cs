using Avro.Generic;
using Confluent.Kafka;

namespace Snowtrail.Samples.AlertConsumer;

/// <summary>The fields that this sample uses; docs/alerts.md lists all.</summary>
internal sealed record ReceivedAlert(string Id, string Rule, string Summary, int Severity, DateTime Time, string Agent, string Hits, TopicPartitionOffset Position)
{
    public static ReceivedAlert Of(GenericRecord alert, TopicPartitionOffset position) => new(
        (string)alert["alert_id"],
        (string)alert["rule_id"],
        (string)alert["summary"],
        (int)alert["severity"],
        (DateTime)alert["time"],
        (string)((GenericRecord)alert["agent"])["subject"],
        ((IDictionary<string, object>)alert["observed"]).TryGetValue("hits", out var hits) ? (string)hits : "1",
        position);
}
