using Snowtrail.Enrichers;
using Snowtrail.Enrichers.Jobs;
using Snowtrail.Kafka.Consuming;
using Snowtrail.Kafka.Transactions;

namespace Snowtrail.App.Roles;

/// <summary>Enrichment as a process: from <c>audit.raw</c> to <c>audit.enriched</c> and <c>audit.alerts</c>, exactly once. It keeps nothing on disk.</summary>
internal static class EnrichRole
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);

    internal static void Start(RoleHost host, KafkaSettings kafka, JobCatalog jobs, IReadOnlyList<string> personalTables)
    {
        RoleHost.PreferThroughput();
        var enricher = new EnricherOptions { Jobs = jobs, PiiTables = personalTables };
        var edge = new EnrichmentEdge
        {
            Kafka = kafka.Open(host),
            Topics = kafka.Topics,
            Processor = _ => new EnricherProcessor(enricher),
            Options = new() { Reading = new() { GroupId = kafka.Group("enrich") } },
        };
        host.Keep("enrichment", () => Running(edge.Start()), StopMax);
    }

    private static RunningEdge Running(KafkaControl control) => new(control.Completion, control.StopAsync);
}
