using Microsoft.Extensions.Logging;
using Snowtrail.Proxy.Chunks;
using Snowtrail.Proxy.Identity;
using Snowtrail.Proxy.Lineage;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Recording;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Upstream;
using AuditLedger = Snowtrail.Ledger.Ledger;

namespace Snowtrail.Proxy;

/// <summary>Puts the parts of a gateway together, on one page.</summary>
internal static class GatewayAssembly
{
    public static (GatewayServices Services, SharedLineage Lineage) Make(
        GatewayOptions options, AuditLedger ledger, RecordingStore recordings, PolicySnapshot? policy, ChunkSource chunkSource, ILogger log,
        TimeProvider time, CancellationToken stopping)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        var keys = AgentKeys.Open(data, time);
        var ring = KeyRing.Open(data, time);
        var vault = new SessionVault(data, ring, log);
        var lineage = new SharedLineage(data);
        var audit = new AuditLog(ledger, time);
        var metrics = new GatewayMetrics();
        var client = new UpstreamClient(options);
        var upstream = new SessionUpstream(client, vault, time);
        var table = new SessionTable(options, vault, lineage, audit, recordings, time, log);
        var plans = new ChunkPlans(options.ChunkPlansMax, options.ChunkPlanLifetime, time);
        var services = new GatewayServices
        {
            Options = options, Time = time, Log = log, Stopping = stopping,
            Audit = audit, Intents = new(data), Recordings = recordings, Metrics = metrics,
            Keys = keys, Ring = ring, Tokens = new(ring), SessionTable = table,
            Client = client, Upstream = upstream, Follow = new(upstream, time),
            Desk = new(audit, time, log), Records = new(options.Upstream.Host, time), Answers = new(options.OutcomeBytesMax),
            Chunks = plans, ChunkSource = chunkSource, Rewriting = new(plans, new(options.Upstream), options.ResultBytesMax),
            Refusals = new(audit, metrics, log), Bases = new(options), Policy = policy,
        };
        table.OnClosed = new SessionEnding(services).EndAsync;
        metrics.Observe(() => table.Count, () => services.InFlight, () => audit.Writable);
        return (services, lineage);
    }
}
