using Microsoft.Extensions.Logging;
using Snowtrail.App.Cli;
using Snowtrail.App.Demo;
using Snowtrail.App.Roles;
using Snowtrail.Enrichers;
using Snowtrail.Enrichers.Flow;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Ledger;
using Snowtrail.Proxy;
using Snowtrail.Proxy.Identity;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Recording;
using Snowtrail.Sandbox;

namespace Snowtrail.App.Run;

/// <summary>
/// The whole product in one process: [sandbox] -> gateway -> ledger -> enrichment -> index -> console. It ends in the same order, so that
/// what was recorded is also found.
/// </summary>
internal sealed class ProductHost : IAsyncDisposable
{
    private readonly RoleHost _parts;

    private ProductHost(RoleHost parts) => _parts = parts;

    internal Uri Gateway { get; private set; } = null!;

    internal Uri Console { get; private set; } = null!;

    internal string QuickstartKey { get; private set; } = null!;

    /// <summary>Ends early only when the pipeline behind the gateway has failed.</summary>
    internal Task Pipeline { get; private set; } = Task.CompletedTask;

    /// <summary>Starts everything, or nothing: what was started is ended again when a later part cannot start.</summary>
    internal static async Task<ProductHost> StartAsync(RunSettings settings, ILoggerFactory logs, TimeProvider time, CancellationToken cancellation)
    {
        var host = new ProductHost(new RoleHost(logs, time));
        try
        {
            await host.StartPartsAsync(settings, logs, time, cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private async Task StartPartsAsync(RunSettings settings, ILoggerFactory logs, TimeProvider time, CancellationToken cancellation)
    {
        var data = DataDirectory.Create(settings.Data);
        var policy = ReadPolicy(settings);
        var sandbox = settings.Upstream is null ? StartSandbox(data, logs, cancellation) : null;

        // From the end of the pipeline to its beginning, so that whatever a stage makes has a place to go.
        var parking = new CountedParkingLot(new FileParkingLot(data.Parked));
        var index = _parts.Own(EmbeddedIndex.Open(new EmbeddedIndexOptions { Directory = data.Index }, parking, time));
        var ledger = _parts.Own(Ledger.Ledger.Open(
            new LedgerOptions { Directory = data.Ledger, GatewayId = data.ReadOrCreateGatewayId() }, time, logs.CreateLogger("Snowtrail.Ledger")));
        var edge = new LedgerEdge(ledger, parking, time);
        _parts.Watch(() => [.. Readiness.Of(ledger), .. Readiness.Of(index), .. Readiness.Of(edge)]);
        StartPipeline(ledger, edge, index, Enrichment(settings, policy, data, index, parking, logs), logs);

        var recordings = _parts.Own(RecordingStore.Open(new RecordingOptions { Directory = data.Recordings }, time, logs.CreateLogger("Snowtrail.Recording")));
        var gateway = _parts.Own(await Proxy.Gateway.StartAsync(
            await GatewayOptionsAsync(settings, data, sandbox), ledger, recordings, policy, logs, time, cancellation));
        Gateway = gateway.Address;

        var console = _parts.Own(await ConsoleHost.StartAsync(settings, data, _parts, edge, index, gateway, cancellation));
        Console = console.Address;

        QuickstartKey = data.ReadOrCreateQuickstartKey(() => gateway.Keys.Create("quickstart").Key, key => gateway.Keys.Verify(key) is not null);
        data.WriteRunning(Gateway, Console);
        _parts.Defer(() => { data.ClearRunning(); return ValueTask.CompletedTask; });
        if (settings.Demo)
        {
            StartDemo(gateway.Keys, logs, time);
        }
    }

    private void StartPipeline(Ledger.Ledger ledger, LedgerEdge edge, EmbeddedIndex index, EnrichmentSetup enrichment, ILoggerFactory logs)
    {
        var streams = _parts.Materializer;
        var start = EnrichmentStart.Load(enrichment);
        Pipeline = edge.Source(start.Sequence)
            .Via(EnrichmentFlow.Create(enrichment, start))
            .RunWith(EmbeddedSink.Create(index), streams);
        _parts.Defer(async () =>
        {
            // The gateway is closed by now: no more records come, and the stream ends after the last one.
            await ledger.CompleteAsync();
            await Pipeline.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        _ = Pipeline.ContinueWith(
            failed => logs.CreateLogger("Snowtrail.Pipeline").LogError(failed.Exception, "The pipeline has stopped. Records stay in the ledger and are taken up at the next start"),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private static EnrichmentSetup Enrichment(
        RunSettings settings, PolicySnapshot? policy, DataDirectory data, EmbeddedIndex index, CountedParkingLot parking, ILoggerFactory logs)
    {
        if (index.Created && Directory.Exists(data.Enrichment))
        {
            // A new index wants every record again, and the state must see them in the same order.
            Directory.Delete(data.Enrichment, recursive: true);
        }

        var options = new EnricherOptions { Jobs = JobsFile.Read(settings), PiiTables = policy?.PiiTables ?? [] };
        return new EnrichmentSetup(new FileStateStore(data.Enrichment), parking) { Enricher = options, Logger = logs.CreateLogger("Snowtrail.Enrichers") };
    }

    private static PolicySnapshot? ReadPolicy(RunSettings settings) => settings switch
    {
        { Policy: { } file } => PolicyFile.Read(file),
        { Upstream: null } => PolicyFile.Parse(SamplePolicy.Yaml, "the sample policy"),
        _ => null,
    };

    /// <summary>Starts beside the rest; owned from the beginning, so that it ends too when something else cannot start.</summary>
    private Task<SandboxServer> StartSandbox(DataDirectory data, ILoggerFactory logs, CancellationToken cancellation)
    {
        var starting = SandboxServer.StartAsync(
            new SandboxOptions { Listen = new(System.Net.IPAddress.Loopback, 0), DataDirectory = data.Sandbox }, logs, cancel: cancellation);
        _parts.Defer(async () =>
        {
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (starting.IsCompletedSuccessfully)
            {
                await (await starting).DisposeAsync();
            }
        });
        return starting;
    }

    private static async Task<GatewayOptions> GatewayOptionsAsync(RunSettings settings, DataDirectory data, Task<SandboxServer>? sandbox)
    {
        var upstream = settings.Upstream ?? new UpstreamSettings((await sandbox!).Address, "sandbox", new Secret("sandbox"));
        return new GatewaySettings(settings.Data, settings.Listen, upstream, null).ToOptions();
    }

    private void StartDemo(AgentKeys keys, ILoggerFactory logs, TimeProvider time)
    {
        var stop = new CancellationTokenSource();
        var demo = new DemoTraffic(Gateway, (agent, job) => keys.Create(agent, job, "demo").Key, time, logs.CreateLogger("Snowtrail.Demo")).RunAsync(stop.Token);
        _parts.Defer(async () =>
        {
            await stop.CancelAsync();
            await demo.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        });
    }
}
