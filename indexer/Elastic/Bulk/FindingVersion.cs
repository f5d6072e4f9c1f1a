using System.Globalization;
using System.Text.Json;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>
/// How much a finding has gathered. An alert is told again under its id as it grows: its count of statements never falls, nor does its score,
/// nor its time. So of two tellings the greater is the later, in whatever order they come.
/// </summary>
internal readonly record struct FindingVersion(long Hits, double Score, DateTimeOffset Time) : IComparable<FindingVersion>
{
    /// <summary>The parts of a stored document that it is read from.</summary>
    public const string Fields = "\"finding.observed.hits\",\"event.risk_score\",\"@timestamp\"";

    /// <summary>Of an alert.</summary>
    public static FindingVersion Of(Alert alert) =>
        new(alert.Observed.TryGetValue("hits", out var hits) ? Count(hits) : 0, alert.Score, alert.Time);

    /// <summary>Of a stored document.</summary>
    public static FindingVersion Of(JsonElement source) => new(
        Find(source, "finding", "observed", "hits") is { } hits ? Count(hits.ToString()) : 0,
        Find(source, "event", "risk_score") is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : 0,
        Find(source, "@timestamp") is { ValueKind: JsonValueKind.String } time && time.TryGetDateTimeOffset(out var at) ? at : DateTimeOffset.MinValue);

    /// <inheritdoc/>
    public int CompareTo(FindingVersion other)
    {
        var order = Hits.CompareTo(other.Hits);
        if (order == 0)
            order = Score.CompareTo(other.Score);
        return order != 0 ? order : Micros(Time).CompareTo(Micros(other.Time));
    }

    // A document keeps microseconds
    private static long Micros(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private static long Count(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
