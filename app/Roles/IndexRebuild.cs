using Akka;
using Akka.Streams.Dsl;
using Snowtrail.App.Run;
using Snowtrail.Enrichers;
using Snowtrail.Enrichers.Flow;
using Snowtrail.Enrichers.Jobs;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Replaying;
using Snowtrail.Ledger;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.App.Roles;

/// <summary>Makes the documents of an index once more. What is there already stays as it is; ids see to that.</summary>
internal static class IndexRebuild
{
    /// <summary>From what <c>audit.enriched</c> and <c>audit.alerts</c> still hold.</summary>
    /// <returns>Records that were read.</returns>
    internal static Task<long> FromTopicsAsync(RoleHost host, KafkaSettings kafka, ElasticOptions elastic)
    {
        var setup = kafka.Open(host);
        var lot = new KafkaParkingLot(setup, kafka.Topics.Parked);
        host.Defer(lot);
        var parking = new CountedParkingLot(lot);
        return RunAsync(host, KafkaReplay.Create(setup, [kafka.Topics.Enriched, kafka.Topics.Alerts], parking), elastic, parking);
    }

    /// <summary>From a ledger on which nothing runs, enriched again from its first record: as the product in one process would.</summary>
    /// <returns>Records that were made.</returns>
    internal static async Task<long> FromLedgerAsync(RoleHost host, DataDirectory data, JobCatalog jobs, IReadOnlyList<string> personalTables, ElasticOptions elastic)
    {
        var ledger = host.Own(Ledger.Ledger.Open(
            new LedgerOptions { Directory = data.Ledger, GatewayId = data.ReadOrCreateGatewayId() }, host.Time, host.Logs.CreateLogger("Snowtrail.Ledger")));
        // Nothing more comes: the reader ends after the last record
        await ledger.CompleteAsync();
        var parking = new CountedParkingLot(new FileParkingLot(data.Parked));
        var setup = new EnrichmentSetup(new NoStateStore(), parking) { Enricher = new EnricherOptions { Jobs = jobs, PiiTables = personalTables }, Logger = host.Logs.CreateLogger("Snowtrail.Enrichers") };
        return await RunAsync(host, new LedgerEdge(ledger, parking, host.Time).Source(0).Via(EnrichmentFlow.Create(setup)), elastic, parking);
    }

    private static async Task<long> RunAsync(RoleHost host, Source<Tracked<EnrichedEvent>, NotUsed> records, ElasticOptions elastic, CountedParkingLot parking)
    {
        var count = 0L;
        await records.Select(record =>
        {
            count++;
            return record;
        }).RunWith(ElasticSink.Create(elastic, parking, new ElasticStatus(), host.Time), host.Materializer);
        return count;
    }

    /// <summary>A rebuild begins at the first record and is never taken up again.</summary>
    private sealed class NoStateStore : IEnricherStateStore
    {
        public (long Position, byte[] State)? Load() => null;

        public void Save(long position, byte[] state)
        {
            // Nobody reads it
        }
    }
}
