using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Snowtrail.Ledger;
using Snowtrail.Proxy.Lineage;
using Snowtrail.Proxy.Recording;
using Snowtrail.Proxy.Upstream;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Sessions;

/// <summary>The open sessions of this gateway, those of an earlier run included.</summary>
internal sealed partial class SessionTable(
    GatewayOptions options, SessionVault vault, SharedLineage lineage, AuditLog audit, RecordingStore recordings, TimeProvider time, ILogger log)
{
    private const int SequenceBlock = 1_000;
    private readonly ConcurrentDictionary<long, GatewaySession> _sessions = new();

    public int Count => _sessions.Count;

    public IEnumerable<GatewaySession> All => _sessions.Values;

    public bool IsFull => _sessions.Count >= options.SessionsMax;

    /// <summary>Called when a session was closed, to end it at the warehouse.</summary>
    public Func<GatewaySession, SessionEnd, Task>? OnClosed { get; set; }

    /// <summary>Takes up the sessions of an earlier run.</summary>
    public void Restore()
    {
        foreach (var record in vault.Load(options.SessionsMax))
            _sessions[record.Number] = Make(record);
    }

    /// <summary>A number for a new session that no open one has.</summary>
    public long NewNumber()
    {
        while (true)
        {
            // Below 2^48, so that every driver reads it exactly
            var number = (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & 0xFFFF_FFFF_FFFF) | 0x1_0000_0000;
            if (!_sessions.ContainsKey(number))
                return number;
        }
    }

    /// <summary>Adds a session; it survives a restart from here on.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public GatewaySession Add(SessionRecord record)
    {
        vault.Save(record);
        var session = Make(record);
        _sessions[record.Number] = session;
        return session;
    }

    public GatewaySession? Find(long number) => _sessions.GetValueOrDefault(number);

    /// <summary>The session's next position; positions are never used twice, also after a restart.</summary>
    public long NextSequence(GatewaySession session)
    {
        var next = session.NextSequence(out var reserve);
        if (reserve)
            vault.Save(session.Change(record => record with { SequenceReserved = Math.Max(record.SequenceReserved, next + SequenceBlock) }));
        return next;
    }

    /// <summary>Saves what a change makes of a session.</summary>
    public void Save(GatewaySession session, Func<SessionRecord, SessionRecord> change) => vault.Save(session.Change(change));

    /// <summary>Takes the current names from an answer, which knows them better than any text.</summary>
    public void TakeNames(GatewaySession session, UpstreamReply reply)
    {
        if (!reply.Success || reply.InProgress)
            return;
        var before = session.Record;
        var after = session.Change(record => record with
        {
            Database = reply.FinalDatabase ?? record.Database,
            Schema = reply.FinalDatabase is null ? record.Schema : reply.FinalSchema,
            Warehouse = reply.FinalWarehouse ?? record.Warehouse,
            Role = reply.FinalRole ?? record.Role,
            QueryTag = reply.QueryTag is { Length: > 0 } tag && !tag.Contains("\"gateway\":\"snowtrail\"", StringComparison.Ordinal) ? tag : record.QueryTag,
        });
        if (before != after)
            vault.Save(after);
    }

    /// <summary>Ends a session once: the record, the files, the warehouse.</summary>
    public async Task CloseAsync(GatewaySession session, SessionEnd end, string? by)
    {
        if (!session.TryClose())
            return;
        _sessions.TryRemove(session.Record.Number, out _);
        vault.Delete(session.Record.Number);
        recordings.CloseSession(session.Id);
        try
        {
            await audit.AppendAsync(session.Agent.Subject, new SessionClosed
            {
                SessionId = session.Id, Agent = session.Agent, Job = session.Job, End = end, By = by, Statements = session.Statements,
            });
        }
        catch (LedgerException fault)
        {
            LogNotRecorded(fault, session.Id);
        }
        if (OnClosed is { } notify)
            await notify(session, end);
    }

    private GatewaySession Make(SessionRecord record) => new(record, new(lineage, vault.LineagePathOf(record.Number)), time.GetUtcNow());

    [LoggerMessage(150, LogLevel.Error, "The end of session {Session} could not be recorded")]
    private partial void LogNotRecorded(Exception fault, string session);
}
