using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.Enrichers;
using Snowtrail.Enrichers.Tests.Support;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Producing;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Roles.Tests;

/// <summary>What gateways might have written: many agents, each with ordinary statements and now and then an exfiltration.</summary>
internal static class Traffic
{
    public static IReadOnlyList<AuditEvent> Events(int agents, int rounds)
    {
        var script = new Script();
        for (var round = 0; round < rounds; round++)
            for (var agent = 0; agent < agents; agent++)
                foreach (var attempt in agent % 10 == 0 ? Statements.Exfiltration : Enumerable.Repeat(Statements.SmallLook, 5))
                    script.Run(attempt with { Agent = $"agent-{agent}", Session = $"s-{agent}-{round}" });
        return script.Events;
    }

    /// <summary>Ids of all that enrichment makes of them.</summary>
    public static IReadOnlySet<string> Made(IEnumerable<AuditEvent> events)
    {
        var enricher = new Enricher(new());
        return events.SelectMany(enricher.Apply).Select(made => made.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Writes to <c>audit.raw</c> as a gateway's edge does; the answer is how many were acknowledged.</summary>
    public static Task<int> WriteAsync(Installation to, IEnumerable<AuditEvent> events) => WriteAsync(to, to.Topics.Raw, events);

    /// <summary>The same to another topic.</summary>
    public static async Task<int> WriteAsync<T>(Installation to, KafkaTopic<T> topic, IEnumerable<T> values)
        where T : class, IAvroRecord<T>
    {
        using var system = ActorSystem.Create("traffic");
        var receipts = new Receipts();
        await Source.From(values.Select(one => new Tracked<T>(one, receipts)))
            .RunWith(KafkaSink.Create(to.Kafka, topic, new NoParking()), system.Materializer());
        return receipts.Durable;
    }

    private sealed class Receipts : IReceipt
    {
        private int _durable;

        public int Durable => _durable;

        public void Settle(Settlement settlement)
        {
            if (settlement == Settlement.Durable)
                Interlocked.Increment(ref _durable);
        }
    }

    private sealed class NoParking : IParkingLot
    {
        public Task ParkAsync(ParkedRecord record) => throw new InvalidOperationException($"parked: {record.Reason}");
    }
}
