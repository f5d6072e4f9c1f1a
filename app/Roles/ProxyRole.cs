using Akka.Streams;
using Akka.Streams.Dsl;
using Snowtrail.App.Run;
using Snowtrail.Kafka;
using Snowtrail.Kafka.Producing;
using Snowtrail.Ledger;
using Snowtrail.Ledger.Cursors;
using Snowtrail.Proxy;
using Snowtrail.Proxy.Recording;

namespace Snowtrail.App.Roles;

/// <summary>
/// The gateway as a process: ledger, gateway, and an edge that copies the ledger into <c>audit.raw</c>. Statements need the ledger only: while Kafka
/// is away the gateway answers, and records wait in the ledger.
/// </summary>
internal static class ProxyRole
{
    private static readonly ProducerOptions Producing = new() { DrainMax = TimeSpan.FromSeconds(5) };
    private static readonly TimeSpan CopyMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(15);

    internal static async Task<Uri> StartAsync(RoleHost host, GatewaySettings settings, KafkaSettings kafka, CancellationToken cancellation)
    {
        var (data, log) = (DataDirectory.Create(settings.Data), host.Logs.CreateLogger("Snowtrail.Ledger"));
        var ledger = host.Own(Ledger.Ledger.Open(new LedgerOptions { Directory = data.Ledger, GatewayId = data.ReadOrCreateGatewayId() }, host.Time, log));
        host.Watch(() => Readiness.Of(ledger));

        var setup = kafka.Open(host, data.SchemaIds, isNeeded: false);
        var lot = new KafkaParkingLot(setup, kafka.Topics.Parked);
        host.Defer(lot);
        var cursor = host.Own(ledger.OpenCursor("kafka", host.Time, log));
        var edge = new LedgerEdge(ledger, new CountedParkingLot(lot), host.Time);
        host.Keep("the edge from ledger to Kafka", () => Copy(edge, ledger, cursor, setup, kafka.Topics, lot, host.Materializer), StopMax, isNeeded: false);

        var recordings = host.Own(RecordingStore.Open(new RecordingOptions { Directory = data.Recordings }, host.Time, host.Logs.CreateLogger("Snowtrail.Recording")));
        var gateway = host.Own(await Gateway.StartAsync(settings.ToOptions(), ledger, recordings, settings.Policy, host.Logs, host.Time, cancellation));
        var control = host.Own(await ControlPort.StartAsync(host, data, gateway, cancellation));
        data.WriteRunning(gateway.Address, control.Address);
        host.Defer(() => { data.ClearRunning(); return ValueTask.CompletedTask; });
        return gateway.Address;
    }

    /// <summary>The cursor moves when the brokers have acknowledged; a stop copies what is left, within bounds, and leaves the rest to the next start.</summary>
    private static RunningEdge Copy(
        LedgerEdge edge, Ledger.Ledger ledger, LedgerCursor cursor, KafkaSetup setup, AuditTopics topics, KafkaParkingLot lot, IMaterializer materializer)
    {
        var (cut, done) = edge.Source(cursor)
            .ViaMaterialized(KillSwitches.Single<Schemas.Flow.Tracked<Schemas.AuditEvent>>(), Keep.Right)
            .ToMaterialized(KafkaSink.Create(setup, topics.Raw, new CountedParkingLot(lot), Producing), Keep.Both)
            .Run(materializer);
        return new(done, async () =>
        {
            await ledger.CompleteAsync();
            await ((Task)done).WaitAsync(CopyMax).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cut.Shutdown();
        });
    }
}
