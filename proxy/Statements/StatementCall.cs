using Snowtrail.Proxy.Approval;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Statements;

/// <summary>One statement, however often it is asked for: every repeat of its request id joins the same outcome.</summary>
internal sealed class StatementCall
{
    private readonly TaskCompletionSource<StatementAnswer> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StatementRequested?> _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;
    private int _polls;
    private long _lastPolledTicks;
    private string? _announcedId;

    public required string StatementId { get; init; }
    public required string RequestId { get; init; }
    public required string BodyHash { get; init; }

    /// <summary>Hash of what is executed: text, binds and whether it is only described.</summary>
    public required string ContentHash { get; init; }

    public required GatewaySession Session { get; init; }
    public required DateTimeOffset Arrived { get; init; }
    public required long ArrivedTimestamp { get; init; }
    public required bool Async { get; init; }

    /// <summary>Position in the session.</summary>
    public required long Sequence { get; init; }

    /// <summary>Time spent waiting for a person; null when it was not held.</summary>
    public TimeSpan? HeldFor { get; set; }

    /// <summary>Scheme, host and port under which the driver reaches the gateway.</summary>
    public required Uri Base { get; init; }

    /// <summary>Completes with the record of its arrival once that is durable; with null when it never was.</summary>
    public Task<StatementRequested?> Recorded => _recorded.Task;

    /// <summary>What was found in the text; set before anything is forwarded.</summary>
    public SqlAnalysis? Analysis { get; set; }

    /// <summary>What was decided; set before anything is forwarded.</summary>
    public Verdict? Verdict { get; set; }

    /// <summary>Version of the lineage under which it was decided.</summary>
    public long LineageSeen { get; set; }

    /// <summary>Where it waits, while it waits.</summary>
    public Hold? Hold { get; set; }

    /// <summary>The warehouse's query id, once known.</summary>
    public string? UpstreamId { get; set; }

    /// <summary>True once it was sent to the warehouse.</summary>
    public bool Forwarded { get; set; }

    /// <summary>Completes with what the driver gets.</summary>
    public Task<StatementAnswer> Done => _done.Task;

    /// <summary>Completes when the driver shall be told to poll, or when there is an answer.</summary>
    public Task Announced => _announced.Task;

    public bool Polling => Volatile.Read(ref _polls) > 0;

    public DateTimeOffset LastPolled => new(Interlocked.Read(ref _lastPolledTicks), TimeSpan.Zero);

    public DateTimeOffset FinishedAt { get; private set; }

    /// <summary>The id under which the driver polls: the first that was told to it.</summary>
    public string AnnouncedId => Volatile.Read(ref _announcedId) ?? Named(UpstreamId ?? Guid.NewGuid().ToString());

    /// <summary>The one statement whose result is meant; null when that is not known.</summary>
    /// <param name="child">Position among several, from 0; null for the whole.</param>
    public SqlStatement? StatementOf(int? child) =>
        child is { } index
            ? index < Analysis!.Statements.Count ? Analysis.Statements[index] : null
            : Analysis!.Statements.Count == 1 ? Analysis.Statements[0] : null;

    public int NextAttempt() => Interlocked.Increment(ref _attempts);

    /// <summary>Lets the driver be told to poll under an id; a later one does not replace the first.</summary>
    public string Announce(string id)
    {
        var told = Named(id);
        _announced.TrySetResult();
        return told;
    }

    // Apart from the announcement: who waits for the answer is not to be woken because an id was needed for writing it
    private string Named(string id)
    {
        var told = Interlocked.CompareExchange(ref _announcedId, id, null) ?? id;
        Session.Queries[told] = new(this, null);
        return told;
    }

    public void RecordedAs(StatementRequested request) => _recorded.TrySetResult(request);

    public void PollBegins(DateTimeOffset now)
    {
        Interlocked.Increment(ref _polls);
        Interlocked.Exchange(ref _lastPolledTicks, now.UtcTicks);
    }

    public void PollEnds(DateTimeOffset now)
    {
        Interlocked.Exchange(ref _lastPolledTicks, now.UtcTicks);
        Interlocked.Decrement(ref _polls);
    }

    public void Finish(StatementAnswer answer, DateTimeOffset now)
    {
        FinishedAt = now;
        _done.TrySetResult(answer);
        _announced.TrySetResult();
        _recorded.TrySetResult(null);
    }
}
