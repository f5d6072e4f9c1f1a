using System.Globalization;
using Snowtrail.Schemas;

namespace Snowtrail.Bench.Indexing;

/// <summary>Statements of ordinary size, each with an id of its own.</summary>
internal static class BenchEvents
{
    public static IReadOnlyList<EnrichedEvent> Make(int count, int round)
    {
        var start = TimeProvider.System.GetUtcNow();
        return [.. Enumerable.Range(0, count).Select(at => Make($"gw-{round:D4}{at:D12}", start.AddMicroseconds(at), at))];
    }

    private static EnrichedEvent Make(string id, DateTimeOffset time, int at)
    {
        var agent = new Agent { Issuer = "snowtrail", Subject = $"agent-{at % 50}", Kind = "agent_key", Owner = "data-platform", KeyId = "k-7" };
        var context = new SessionContext { User = "SVC_GATEWAY", Role = "ANALYST", Warehouse = "WH", Database = "SHOP", Schema = "PUBLIC" };
        var client = new ClientInfo { Driver = "JavaScript", Version = "2.3.1", Application = "reports", Os = "Linux", UserAgent = "JavaScript/2.3.1", Address = "10.1.2.3", Port = 50_123 };
        return new()
        {
            Id = id,
            GatewayId = "gw",
            Sequence = at,
            Time = time,
            Subject = agent.Subject,
            Body = new EnrichedStatement
            {
                StatementId = id,
                RequestEventId = id,
                RequestedAt = time,
                Request = Request(id, agent, client, context, at),
                CompletedAt = time.AddMilliseconds(12),
                Completion = Completion(id, agent, context, at),
                Job = new() { Name = "nightly-report", Trust = Trust.Configured, Source = "agent_key", RunId = "run-1", Known = true, Owner = "finance", Schedule = "0 3 * * *" },
                Risk = new() { Score = at % 100, Level = "low", Inputs = [new() { Rule = "volume", Reason = "more rows", Weight = 5, Confidence = 1, Asset = 1, Context = 1, Contribution = 5 }] },
                Baseline = new Dictionary<string, string> { ["statements"] = at.ToString(CultureInfo.InvariantCulture), ["new_shape"] = "false" },
            },
        };
    }

    private static StatementRequested Request(string id, Agent agent, ClientInfo client, SessionContext context, int at) => new()
    {
        StatementId = id,
        SessionId = $"s-{at % 200}",
        SessionSequence = at,
        RequestId = id,
        Agent = agent,
        Client = client,
        Context = context,
        SqlText = $"select c.NAME, sum(o.AMOUNT) from SHOP.PUBLIC.ORDERS o join SHOP.PUBLIC.CUSTOMERS c on c.ID = o.CUSTOMER_ID where o.ID > {at} group by 1 order by 2 desc limit 100",
        SqlBytes = 150,
        SqlHash = id,
        Analysis = new()
        {
            Class = StatementClass.Query,
            Verb = "SELECT",
            Parse = ParseStatus.Full,
            Statements = 1,
            Reads = ["SHOP.PUBLIC.CUSTOMERS", "SHOP.PUBLIC.ORDERS"],
            Columns = ["SHOP.PUBLIC.CUSTOMERS.NAME", "SHOP.PUBLIC.ORDERS.AMOUNT"],
            Functions = ["SUM"],
            Fingerprint = "f00d",
        },
        Decision = new() { Action = DecisionAction.Allow, Reason = "default", PolicyVersion = "v1" },
        Upstream = "acme.snowflakecomputing.com",
    };

    private static StatementCompleted Completion(string id, Agent agent, SessionContext context, int at) => new()
    {
        StatementId = id,
        SessionId = $"s-{at % 200}",
        Agent = agent,
        RequestId = id,
        QueryId = $"01b2-{id}",
        Outcome = StatementOutcome.Success,
        Rows = at % 1_000,
        RowsInline = at % 1_000,
        Bytes = 900,
        BytesInline = 900,
        Format = "json",
        Columns = [new() { Name = "NAME", Type = "text" }, new() { Name = "AMOUNT", Type = "fixed" }],
        FirstByteMicros = 1_500,
        DurationMicros = 12_000,
        Digest = "d1",
        Context = context,
    };
}
