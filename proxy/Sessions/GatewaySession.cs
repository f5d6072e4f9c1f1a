using System.Collections.Concurrent;
using System.Globalization;
using Snowtrail.Proxy.Lineage;
using Snowtrail.Proxy.Statements;
using Snowtrail.Proxy.Upstream;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Sessions;

/// <summary>One agent session and the upstream session that belongs to it alone.</summary>
internal sealed class GatewaySession
{
    private readonly Lock _gate = new();
    private SessionRecord _record;
    private SessionContext _context;
    private long _sequence;
    private long _statements;
    private int _closed;
    private long _lastUsedTicks;

    public GatewaySession(SessionRecord record, SessionLineage lineage, DateTimeOffset now)
    {
        _record = record;
        Lineage = lineage;
        _sequence = record.SequenceReserved;
        _context = new()
        {
            User = record.User, Role = record.Role, Warehouse = record.Warehouse, Database = record.Database, Schema = record.Schema,
        };
        Id = record.Number.ToString(CultureInfo.InvariantCulture);
        Agent = new()
        {
            Issuer = "snowtrail", Subject = record.Identity.Agent, Kind = "agent_key", Owner = record.Identity.Owner, KeyId = record.Identity.KeyId,
        };
        Job = record.Identity.Job is { } configured
            ? new() { Name = configured, Trust = Trust.Configured, Source = "agent_key", RunId = record.JobRun }
            : record.JobName is { } claimed
                ? new() { Name = claimed, Trust = Trust.Claimed, Source = record.JobSource ?? "connection", RunId = record.JobRun }
                : null;
        Client = new()
        {
            Driver = record.Dialect.AppId, Version = record.Dialect.AppVersion, Application = record.Application, Os = record.OperatingSystem,
            UserAgent = record.Dialect.UserAgent, Address = record.Address, Port = record.Port,
        };
        Touch(now);
    }

    /// <summary>The session's name in records; also the sessionId that the driver sees.</summary>
    public string Id { get; }

    public Agent Agent { get; }

    /// <summary>What is known when no statement says more.</summary>
    public Job? Job { get; }

    public ClientInfo Client { get; }

    public SessionLineage Lineage { get; }

    public SessionRecord Record => Volatile.Read(ref _record);

    /// <summary>Current names, from the warehouse's answers.</summary>
    public SessionContext Context => Volatile.Read(ref _context);

    public UpstreamTokens Upstream => Record.Upstream;

    /// <summary>One renewal of the upstream tokens at a time.</summary>
    public SemaphoreSlim RenewGate { get; } = new(1);

    /// <summary>Statements by the driver's request id.</summary>
    public ConcurrentDictionary<string, StatementCall> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Statements by every query id that was told to the driver.</summary>
    public ConcurrentDictionary<string, QueryReference> Queries { get; } = new(StringComparer.Ordinal);

    public bool Closed => Volatile.Read(ref _closed) == 1;

    public long Statements => Interlocked.Read(ref _statements);

    public DateTimeOffset LastUsed => new(Interlocked.Read(ref _lastUsedTicks), TimeSpan.Zero);

    public void Touch(DateTimeOffset now) => Interlocked.Exchange(ref _lastUsedTicks, now.UtcTicks);

    /// <summary>True for the one caller that closes it.</summary>
    public bool TryClose() => Interlocked.Exchange(ref _closed, 1) == 0;

    /// <summary>The next position; <paramref name="reserve"/> is true when positions up to it must be saved as used.</summary>
    public long NextSequence(out bool reserve)
    {
        Interlocked.Increment(ref _statements);
        var next = Interlocked.Increment(ref _sequence);
        reserve = next > Record.SequenceReserved;
        return next;
    }

    /// <summary>Replaces the record by what <paramref name="change"/> makes of it.</summary>
    public SessionRecord Change(Func<SessionRecord, SessionRecord> change)
    {
        lock (_gate)
        {
            var next = change(_record);
            Volatile.Write(ref _record, next);
            Volatile.Write(ref _context, new SessionContext
            {
                User = next.User, Role = next.Role, Warehouse = next.Warehouse, Database = next.Database, Schema = next.Schema,
            });
            return next;
        }
    }
}
