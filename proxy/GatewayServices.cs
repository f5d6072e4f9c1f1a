using Microsoft.Extensions.Logging;
using Snowtrail.Proxy.Approval;
using Snowtrail.Proxy.Chunks;
using Snowtrail.Proxy.Identity;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Protocol;
using Snowtrail.Proxy.Recording;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Statements;
using Snowtrail.Proxy.Upstream;

namespace Snowtrail.Proxy;

/// <summary>What the parts of one gateway share.</summary>
internal sealed class GatewayServices
{
    private PolicySnapshot? _policy;
    private int _inFlight;

    public required GatewayOptions Options { get; init; }
    public required TimeProvider Time { get; init; }
    public required ILogger Log { get; init; }
    public required AuditLog Audit { get; init; }
    public required OpenIntents Intents { get; init; }
    public required RecordingStore Recordings { get; init; }
    public required AgentKeys Keys { get; init; }
    public required KeyRing Ring { get; init; }
    public required TokenSealer Tokens { get; init; }
    public required SessionTable SessionTable { get; init; }
    public required UpstreamClient Client { get; init; }
    public required SessionUpstream Upstream { get; init; }
    public required UpstreamFollow Follow { get; init; }
    public required ApprovalDesk Desk { get; init; }
    public required StatementRecords Records { get; init; }
    public required AnswerCache Answers { get; init; }
    public required ChunkPlans Chunks { get; init; }
    public required ChunkSource ChunkSource { get; init; }
    public required AnswerRewriting Rewriting { get; init; }
    public required GatewayMetrics Metrics { get; init; }
    public required Refusals Refusals { get; init; }

    /// <summary>Cancelled when the gateway stops taking statements.</summary>
    public required CancellationToken Stopping { get; init; }

    public required BaseAddresses Bases { get; init; }

    /// <summary>The policy in force; swapped as a whole.</summary>
    public PolicySnapshot? Policy
    {
        get => Volatile.Read(ref _policy);
        set => Volatile.Write(ref _policy, value);
    }

    public string PolicyVersion => Policy?.Version ?? "none";

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>False when as many statements run as may.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= Options.StatementsInFlightMax)
            return true;
        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
