using Akka.Streams.Dsl;
using Snowtrail.App.Run;
using Snowtrail.Indexer.Elastic;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Consuming;

namespace Snowtrail.App.Roles;

/// <summary>Indexing as a process: from <c>audit.enriched</c> and <c>audit.alerts</c> to Elasticsearch. It keeps nothing on disk.</summary>
internal static class IndexRole
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(45);

    internal static void Start(RoleHost host, KafkaSettings kafka, ElasticOptions elastic)
    {
        RoleHost.PreferThroughput();
        var setup = kafka.Open(host);
        var lot = new KafkaParkingLot(setup, kafka.Topics.Parked);
        host.Defer(lot);
        var parking = new CountedParkingLot(lot);
        var status = new ElasticStatus();
        host.Watch(() => status.Reason is { } reason ? [$"elasticsearch: {reason}"] : []);
        var reading = new ConsumerOptions { GroupId = kafka.Group("index") };
        host.Keep("indexing", () =>
        {
            var (control, done) = KafkaSource.Create(setup, [kafka.Topics.Enriched, kafka.Topics.Alerts], parking, reading)
                .ToMaterialized(ElasticSink.Create(elastic, parking, status, host.Time), Keep.Both)
                .Run(host.Materializer);
            return new(Task.WhenAll(done, control.Completion), control.StopAsync);
        }, StopMax);
    }
}
