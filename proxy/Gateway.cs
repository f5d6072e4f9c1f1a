using System.Reflection;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Approval;
using Snowtrail.Proxy.Chunks;
using Snowtrail.Proxy.Hosting;
using Snowtrail.Proxy.Identity;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Recording;
using Snowtrail.Proxy.Statements;
using Snowtrail.Schemas;
using AuditLedger = Snowtrail.Ledger.Ledger;

namespace Snowtrail.Proxy;

/// <summary>
/// The gateway: drivers log in to it with agent keys, and what they ask is decided, recorded and forwarded. Dispose it to stop: it then takes no
/// more statements, lets running ones end within <see cref="GatewayOptions.DrainMax"/>, and records that it stopped. Sessions survive.
/// </summary>
public sealed partial class Gateway : IAsyncDisposable
{
    /// <summary>Name of the meter that carries the gateway's metrics.</summary>
    public const string MeterName = "Snowtrail.Proxy";

    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping;
    private readonly GatewayServices _services;
    private readonly ChunkSource _chunkSource;
    private readonly HttpFront _front;
    private readonly Task _upkeep;
    private int _disposed;

    private Gateway(GatewayServices services, ChunkSource chunkSource, HttpFront front, CancellationTokenSource stopping)
    {
        (_services, _chunkSource, _front, _stopping) = (services, chunkSource, front, stopping);
        _upkeep = Task.Run(UpkeepAsync, CancellationToken.None);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _front.Address;

    /// <summary>Held statements and their decisions.</summary>
    public ApprovalDesk Approvals => _services.Desk;

    /// <summary>The agent keys that are accepted.</summary>
    public AgentKeys Keys => _services.Keys;

    /// <summary>What it can do at the moment.</summary>
    public GatewayHealth Health => new(
        _services.Audit.Writable, _services.Client.Reachable, _services.SessionTable.Count, _services.InFlight, _stopping.IsCancellationRequested);

    /// <summary>
    /// Closes what an earlier run left open, then listens. The ledger, the recordings and the logger factory stay the caller's and must outlive it.
    /// </summary>
    /// <param name="options">Where and how much.</param>
    /// <param name="ledger">Takes the records; its <see cref="AuditLedger.GatewayId"/> names this gateway.</param>
    /// <param name="recordings">Takes statements and answers.</param>
    /// <param name="policy">The policy in force; null for none, when only what would carry bytes round the gateway is refused.</param>
    /// <param name="log">Makes loggers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options are not valid; all faults are listed.</exception>
    /// <exception cref="LedgerException">The ledger cannot write.</exception>
    /// <exception cref="InvalidDataException">The key ring or the lineage on disk is damaged.</exception>
    /// <exception cref="IOException">The data directory cannot be used, or the address cannot be listened on.</exception>
    public static async Task<Gateway> StartAsync(
        GatewayOptions options, AuditLedger ledger, RecordingStore recordings, PolicySnapshot? policy, ILoggerFactory log, TimeProvider time,
        CancellationToken cancellation = default)
    {
        options.Validate();
        var stopping = new CancellationTokenSource();
        var chunkSource = new ChunkSource(options.Upstream);
        var (services, lineage) = GatewayAssembly.Make(options, ledger, recordings, policy, chunkSource, log.CreateLogger<Gateway>(), time, stopping.Token);
        var recovery = new IntentRecovery(ledger, services.Audit, lineage, services.Log);
        var end = services.Audit.DurableNext;
        var closed = await recovery.RunAsync(services.Intents.Load());
        services.Intents.Save(end);
        services.SessionTable.Restore();
        var front = await HttpFront.StartAsync(options.Listen, options.RequestBytesMax, log, new GatewayCore(services).HandleAsync, cancellation);
        services.Bases.Listening = front.Address;
        await services.Audit.AppendAsync(services.Audit.GatewayId, new GatewayStarted
        {
            Version = typeof(Gateway).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
            Listen = front.Address.Authority,
            Upstream = options.Upstream.Host,
            PolicyVersion = services.PolicyVersion,
            ClosedIntents = closed,
        });
        return new(services, chunkSource, front, stopping);
    }

    /// <summary>Puts another policy in force, for every statement that is decided from now on.</summary>
    /// <param name="policy">The policy; null for none.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="LedgerUnavailableException">The change could not be recorded and was not made.</exception>
    public async Task UsePolicyAsync(PolicySnapshot? policy, string by, string reason)
    {
        await _services.Audit.AppendAsync(
            _services.Audit.GatewayId, new ControlApplied { Action = "policy_reloaded", Target = policy?.Version ?? "none", By = by, Reason = reason });
        _services.Policy = policy;
    }

    /// <summary>Ends a session; its driver is told that the session is gone. False when there is none with that id.</summary>
    /// <param name="sessionId">Gateway session.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="LedgerUnavailableException">The act could not be recorded and was not done.</exception>
    public async Task<bool> KillSessionAsync(string sessionId, string by, string reason)
    {
        if (_services.SessionTable.All.FirstOrDefault(one => one.Id == sessionId) is not { } session)
            return false;
        await _services.Audit.AppendAsync(session.Agent.Subject, new ControlApplied { Action = "session_killed", Target = sessionId, By = by, Reason = reason });
        await _services.SessionTable.CloseAsync(session, SessionEnd.Killed, by);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _stopping.CancelAsync();
        var waited = _services.Time.GetTimestamp();
        while (_services.InFlight > 0 && _services.Time.GetElapsedTime(waited) < _services.Options.DrainMax)
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        await _front.DisposeAsync();
        await _upkeep;
        await _services.Refusals.RecordQuietlyAsync(_services.Audit.GatewayId, new GatewayStopped { Reason = "stopped by its operator" });
        SaveCheckpoint();
        _services.Client.Dispose();
        _chunkSource.Dispose();
        _services.Metrics.Dispose();
        _stopping.Dispose();
    }

    private async Task UpkeepAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(UpkeepInterval, _services.Time, _stopping.Token);
                SaveCheckpoint();
                _services.Chunks.Sweep();
                await SweepSessionsAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping
        }
    }

    private async Task SweepSessionsAsync()
    {
        var now = _services.Time.GetUtcNow();
        foreach (var session in _services.SessionTable.All)
        {
            StatementSweep.Run(session, now, _services.Options.OutcomeKept, _services.Options.StatementsPerSessionMax);
            if (session.Record.MasterExpires <= now && session.Calls.Values.All(call => call.Done.IsCompleted))
                await _services.SessionTable.CloseAsync(session, SessionEnd.Expired, null);
        }
    }

    private void SaveCheckpoint()
    {
        try
        {
            _services.Intents.Save(_services.Audit.DurableNext);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogCheckpoint(_services.Log, fault);
        }
    }

    [LoggerMessage(101, LogLevel.Warning, "The checkpoint of open intents could not be written; the next start looks further back")]
    private static partial void LogCheckpoint(ILogger log, Exception fault);
}
