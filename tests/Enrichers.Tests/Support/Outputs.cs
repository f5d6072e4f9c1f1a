using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Support;

internal static class Outputs
{
    public static List<EnrichedEvent> ApplyAll(this Enricher enricher, IEnumerable<AuditEvent> events)
    {
        var made = new List<EnrichedEvent>();
        foreach (var one in events)
            made.AddRange(enricher.Apply(one));
        return made;
    }

    public static List<EnrichedEvent> Enriched(this Script script, EnricherOptions? options = null) =>
        new Enricher(options ?? new()).ApplyAll(script.Events);

    public static List<EnrichedStatement> Statements(this IEnumerable<EnrichedEvent> events) =>
        [.. events.Select(one => one.Body).OfType<EnrichedStatement>()];

    /// <summary>The newest form of each alert.</summary>
    public static List<Alert> Alerts(this IEnumerable<EnrichedEvent> events) =>
        [.. events.Select(one => one.Body).OfType<Alert>().GroupBy(alert => alert.AlertId).Select(same => same.Last())];

    public static string[] FiredRules(this IEnumerable<EnrichedEvent> events) =>
        [.. events.Alerts().Select(alert => alert.RuleId).Distinct().Order(StringComparer.Ordinal)];
}
