using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Tests;

/// <summary>Records to test with.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 26, 53, 589, 793, TimeSpan.Zero);

    public static Agent Agent(string subject = "report-bot") => new()
    {
        Issuer = "snowtrail", Subject = subject, Kind = "agent_key", Owner = "data-platform", OnBehalfOf = "ada", KeyId = "k-7",
    };

    public static ClientInfo Client(string address = "10.1.2.3") => new()
    {
        Driver = "JavaScript", Version = "2.3.1", Application = "reports", Os = "Linux", UserAgent = "JavaScript/2.3.1", Address = address, Port = 50123,
    };

    public static SessionContext Context() => new()
    {
        User = "SVC_GATEWAY", Role = "ANALYST", Warehouse = "WH", Database = "SHOP", Schema = "PUBLIC",
    };

    public static Job Job(string name = "nightly-report") => new() { Name = name, Trust = Trust.Configured, Source = "agent_key", RunId = "run-1" };

    public static JobMetadata JobMetadata(string name = "nightly-report") => new()
    {
        Name = name, Trust = Trust.Configured, Source = "agent_key", RunId = "run-1", Known = true, Owner = "finance",
        Description = "Yesterday's orders", Schedule = "0 3 * * *", Tags = ["daily"], Mismatch = ["query_tag"],
    };

    public static Analysis Analysis() => new()
    {
        Class = StatementClass.Query, Verb = "SELECT", Parse = ParseStatus.Full, Statements = 2,
        Reads = ["SHOP.PUBLIC.V_CUSTOMERS"], BaseReads = ["SHOP.PUBLIC.CUSTOMERS"], Writes = ["SHOP.PUBLIC.AUDIT"], Stages = ["@OUT"], Urls = ["s3://b/x"],
        Columns = ["SHOP.PUBLIC.V_CUSTOMERS.NAME"], Functions = ["COUNT"], Flags = ["SELECT_STAR"], Fingerprint = "f00d",
    };

    public static Decision Decision() => new()
    {
        Action = DecisionAction.RequireApproval, Rule = "pii-approval", Reason = "reads a PII table", Contact = "#data-governance",
        PolicyVersion = "v1", MaskRules = ["mask-cards"], Observed = ["new-rule"],
    };

    public static StatementRequested Request(string id = "gw-000000000001", string sql = "select NAME from V_CUSTOMERS where ID = ?") => new()
    {
        StatementId = id, SessionId = "s-1", SessionSequence = 3, RequestId = "r-1", Agent = Agent(), Job = Job(),
        Claims = new Dictionary<string, string> { ["query_tag"] = "etl", ["application"] = "reports" }, Client = Client(), Context = Context(),
        SqlText = sql, SqlBytes = 42, SqlHash = "abc123", Binds = [new() { Name = "1", Type = "FIXED", Value = "7" }],
        Analysis = Analysis(), Decision = Decision(), ApprovalId = "ap-1", Upstream = "acme.snowflakecomputing.com",
    };

    public static StatementCompleted Completion(string id = "gw-000000000001") => new()
    {
        StatementId = id, SessionId = "s-1", Agent = Agent(), RequestId = "r-1", QueryId = "01b2-q", Outcome = StatementOutcome.Failure,
        Code = "000904", SqlState = "42000", ErrorMessage = "invalid identifier 'NAME'", StatementTypeId = 4096, Rows = 10, RowsInline = 4,
        RowsAffected = 1, Bytes = 900, BytesInline = 300, Chunks = 2, Format = "arrow", Columns = [new() { Name = "NAME", Type = "text" }],
        Masked = [new() { Column = "CARD", Rule = "mask-cards", Method = "last4", Cells = 10 }],
        FirstByteMicros = 1_500, DurationMicros = 2_500, HeldMicros = 700, Digest = "d1", Context = Context(),
    };

    public static EnrichedStatement Full(string id = "gw-000000000001") => new()
    {
        StatementId = id, RequestEventId = id, RequestedAt = Start, Request = Request(id), CompletionEventId = "gw-000000000002",
        CompletedAt = Start.AddMilliseconds(2), Completion = Completion(id),
        Approvals =
        [
            new()
            {
                ApprovalId = "ap-1", StatementId = id, SessionId = "s-1", Agent = Agent(), Outcome = ApprovalOutcome.Approved, DecidedBy = "grace",
                Reason = "ticket 12", RequestedAt = Start,
            },
        ],
        Attempts = 2, Job = JobMetadata(),
        Risk = new()
        {
            Score = 74.5, Level = "high", InputsDropped = 1,
            Inputs = [new() { Rule = "pii-read", Reason = "PII table", Weight = 40, Confidence = 0.9, Asset = 2, Context = 1, Contribution = 72 }],
        },
        Detections = [new() { RuleId = "EXF-1", Name = "Stage and get", Version = "1", AlertId = "al-1" }],
        Baseline = new Dictionary<string, string> { ["rows_ratio"] = "12.5", ["first_seen"] = "true" },
    };

    public static Alert Alert() => new()
    {
        AlertId = "al-1", RuleId = "EXF-1", RuleName = "Stage and get", RuleVersion = "1", Summary = "report-bot staged CUSTOMERS and fetched it",
        Severity = 73, Score = 80, Time = Start, Agent = Agent(), Job = JobMetadata(), SessionId = "s-1", Objects = ["SHOP.PUBLIC.CUSTOMERS"],
        Techniques =
        [
            new() { Id = "T1567.002", Name = "Exfiltration to Cloud Storage", TacticId = "TA0010", TacticName = "Exfiltration" },
            new() { Id = "T1213", Name = "Data from Information Repositories", TacticId = "TA0009", TacticName = "Collection" },
        ],
        Evidence = [new() { StatementId = "gw-000000000001", Time = Start, Step = "unload", Outcome = "refused by no-unload" }],
        Observed = new Dictionary<string, string> { ["bytes"] = "900" }, Decision = "refused", SuggestedAction = "revoke the key", Client = Client(),
    };

    public static SessionOpened Opened() => new()
    {
        SessionId = "s-1", UpstreamSessionId = "9001", Agent = Agent(), Job = Job(), Claims = new Dictionary<string, string> { ["application"] = "reports" },
        Client = Client(), Context = Context(), Authenticator = "agent_key", Upstream = "acme.snowflakecomputing.com", PolicyVersion = "v1",
    };

    public static SessionClosed Closed() => new() { SessionId = "s-1", Agent = Agent(), Job = Job(), End = SessionEnd.UpstreamGone, By = "grace", Statements = 9 };

    public static LoginFailed Failed() => new()
    {
        ClaimedUser = "mallory", Client = Client("::ffff:10.9.9.9"), Authenticator = "SNOWFLAKE", Code = "390100", Reason = "unknown key",
    };

    public static RequestRefused Refused() => new()
    {
        SessionId = "s-1", Agent = Agent(), Client = Client("unix"), Method = "POST", Path = "/nowhere", Status = 404, Code = "390404", Reason = "unknown path", Bytes = 12,
    };

    public static EnrichedEvent Event(IEnrichedEventBody body, string id = "gw-000000000001", DateTimeOffset? time = null, long sequence = 1) => new()
    {
        Id = id, GatewayId = "gw", Sequence = sequence, Time = time ?? Start, Subject = "report-bot", Body = body,
    };

    /// <summary>A statement with what a search test cares for.</summary>
    public static EnrichedEvent Statement(
        string id, DateTimeOffset time, string sql = "select 1", string user = "report-bot", string? job = "nightly-report", long rows = 1,
        double score = 10, string address = "10.1.2.3", DecisionAction action = DecisionAction.Allow, string? rule = null, params string[] reads)
    {
        var request = Request(id, sql) with
        {
            Agent = Agent(user), Job = null, Client = Client(address), ApprovalId = null, Binds = [],
            Analysis = new() { Class = StatementClass.Query, Verb = "SELECT", Parse = ParseStatus.Full, Reads = reads, Fingerprint = "f" },
            Decision = new() { Action = action, Rule = rule, Reason = "default", PolicyVersion = "v1" },
        };
        var completion = Completion(id) with
        {
            Outcome = StatementOutcome.Success, Code = null, SqlState = null, ErrorMessage = null, Rows = rows, Masked = [], QueryId = $"q-{id}",
        };
        var statement = new EnrichedStatement
        {
            StatementId = id, RequestEventId = id, RequestedAt = time, Request = request, CompletedAt = time, Completion = completion,
            Job = job is null ? null : JobMetadata(job) with { Mismatch = [] },
            Risk = new() { Score = score, Level = score >= 50 ? "high" : "low", Inputs = [new() { Rule = "volume", Reason = "more rows", Weight = 5, Confidence = 1, Asset = 1, Context = 1, Contribution = 5 }] },
            Baseline = new Dictionary<string, string> { ["rows_ratio"] = rows.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };
        return Event(statement, id, time);
    }
}
