using System.Globalization;
using Snowtrail.Schemas;

namespace Snowtrail.Enrichers.Tests.Support;

/// <summary>Writes audit events as a gateway would: dense sequence, event time that goes on by a second with each.</summary>
internal sealed class Script
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly List<AuditEvent> _events = [];
    private int _statements;

    public string Gateway { get; init; } = "gw1";

    public DateTimeOffset Now { get; set; } = Start;

    public IReadOnlyList<AuditEvent> Events => _events;

    public static ClientInfo Client { get; } = new() { Driver = "JavaScript", Version = "2.0.0", Address = "10.0.0.7", Port = 40_000 };

    public static SessionContext Context { get; } = new() { User = "SVC", Role = "AGENTS", Warehouse = "WH", Database = "SHOP", Schema = "PUBLIC" };

    public static Agent AgentOf(string subject) => new() { Issuer = "snowtrail", Subject = subject, Kind = "agent_key", KeyId = "k1" };

    public static Job Configured(string name) => new() { Name = name, Trust = Trust.Configured, Source = "agent_key" };

    public AuditEvent Add(IAuditEventBody body, string subject = "insights-agent")
    {
        var sequence = _events.Count;
        Now += TimeSpan.FromSeconds(1);
        var made = new AuditEvent
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{Gateway}-{sequence:000000000000}"),
            GatewayId = Gateway,
            Sequence = sequence,
            Time = Now,
            Subject = subject,
            Body = body,
        };
        _events.Add(made);
        return made;
    }

    public string NextId() => string.Create(CultureInfo.InvariantCulture, $"{Gateway}-st-{++_statements:0000}");

    /// <summary>All events of one statement.</summary>
    public string Run(Attempt attempt)
    {
        var id = NextId();
        Add(Requested(id, attempt), attempt.Agent);
        if (attempt.Approval is { } outcome)
        {
            Add(ApprovalRequested(id, attempt), attempt.Agent);
            Add(Decided(id, attempt, outcome), attempt.Agent);
        }

        Add(Completed(id, attempt), attempt.Agent);
        return id;
    }

    public Script RunAll(IEnumerable<Attempt> attempts)
    {
        foreach (var attempt in attempts)
            Run(attempt);
        return this;
    }

    public static StatementRequested Requested(string id, Attempt attempt, int arrival = 1) => new()
    {
        StatementId = id,
        SessionId = attempt.Session,
        SessionSequence = 1,
        RequestId = $"r-{id}",
        Attempt = arrival,
        Agent = AgentOf(attempt.Agent),
        Job = attempt.Job,
        Claims = attempt.Claims,
        Client = Client,
        Context = Context,
        SqlText = attempt.Sql,
        SqlBytes = attempt.Sql.Length,
        SqlHash = "00",
        DescribeOnly = attempt.DescribeOnly,
        Analysis = new()
        {
            Class = attempt.Class,
            Verb = attempt.Verb,
            Parse = attempt.Class == StatementClass.Unknown ? ParseStatus.None : ParseStatus.Full,
            Reads = attempt.Reads,
            BaseReads = attempt.Reads,
            Writes = attempt.Writes,
            Stages = attempt.Stages,
            Urls = attempt.Urls,
            Columns = attempt.Columns,
            Flags = attempt.Flags,
            Fingerprint = attempt.Fingerprint ?? $"{attempt.Verb} {string.Join(',', attempt.Reads)} {string.Join(',', attempt.Flags)}",
        },
        Decision = new() { Action = attempt.Decision, Rule = attempt.Rule, Reason = "as the test says", PolicyVersion = "p1" },
        ApprovalId = attempt.Decision == DecisionAction.RequireApproval ? $"a-{id}" : null,
        Upstream = "sandbox",
    };

    public static StatementCompleted Completed(string id, Attempt attempt) => new()
    {
        StatementId = id,
        SessionId = attempt.Session,
        Agent = AgentOf(attempt.Agent),
        RequestId = $"r-{id}",
        Outcome = attempt.Outcome,
        Code = attempt.Code,
        Rows = attempt.Rows,
        Bytes = attempt.Bytes,
        Context = Context,
        Recovered = attempt.Recovered,
    };

    public static ApprovalRequested ApprovalRequested(string id, Attempt attempt) => new()
    {
        ApprovalId = $"a-{id}",
        StatementId = id,
        SessionId = attempt.Session,
        Agent = AgentOf(attempt.Agent),
        Job = attempt.Job,
        Rule = attempt.Rule ?? "pii",
        BindingHash = "00",
        ExpiresAt = Start.AddHours(1),
    };

    public static ApprovalDecided Decided(string id, Attempt attempt, ApprovalOutcome outcome) => new()
    {
        ApprovalId = $"a-{id}",
        StatementId = id,
        SessionId = attempt.Session,
        Agent = AgentOf(attempt.Agent),
        Outcome = outcome,
        DecidedBy = outcome is ApprovalOutcome.Approved or ApprovalOutcome.Denied ? "dora" : null,
        Reason = "as the test says",
        RequestedAt = Start,
    };
}
