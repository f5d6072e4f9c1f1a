using System.Globalization;
using Snowtrail.Schemas;

namespace Snowtrail.Bench.Kafka;

/// <summary>What gateways write for statements of many agents: a request and a completion for each.</summary>
internal static class Statements
{
    private const int Agents = 200;
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Event number <paramref name="n"/>; even ones are requests.</summary>
    public static AuditEvent Event(int n)
    {
        var statement = n / 2;
        var subject = string.Create(CultureInfo.InvariantCulture, $"agent-{statement % Agents}");
        var id = string.Create(CultureInfo.InvariantCulture, $"gw-{n & ~1:D12}");
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"gw-{n:D12}"),
            GatewayId = "gw",
            Sequence = n,
            Time = Noon.AddMilliseconds(n * 5),
            Subject = subject,
            Body = n % 2 == 0 ? Request(id, subject, statement) : Completion(id, subject, statement),
        };
    }

    private static StatementRequested Request(string id, string subject, int statement) => new()
    {
        StatementId = id,
        SessionId = "session-" + subject,
        SessionSequence = statement / Agents,
        RequestId = Request(statement),
        Agent = Agent(subject),
        Client = new() { Driver = "PythonConnector", Version = "5.2.0", Application = "etl", Os = "Linux", Address = "10.1.2.3", Port = 50_412 },
        Context = Context(),
        SqlText = string.Create(CultureInfo.InvariantCulture, $"select order_id, customer_id, amount from shop.public.orders where day = '2026-01-{statement % 28 + 1:D2}'"),
        SqlBytes = 84,
        SqlHash = "0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b",
        Analysis = new()
        {
            Class = StatementClass.Query, Verb = "SELECT", Parse = ParseStatus.Full, Fingerprint = string.Create(CultureInfo.InvariantCulture, $"fp-{statement % 50:x8}"),
            Reads = ["SHOP.PUBLIC.ORDERS"], Columns = ["ORDER_ID", "CUSTOMER_ID", "AMOUNT"],
        },
        Decision = new() { Action = DecisionAction.Allow, Reason = "no rule forbids it", PolicyVersion = "p-1" },
        Upstream = "https://account.example.com",
    };

    private static StatementCompleted Completion(string id, string subject, int statement) => new()
    {
        StatementId = id,
        SessionId = "session-" + subject,
        Agent = Agent(subject),
        RequestId = Request(statement),
        Outcome = StatementOutcome.Success,
        Context = Context(),
        QueryId = Request(statement),
        Rows = 40 + statement % 20,
        Bytes = 4_000 + statement % 500,
    };

    private static Agent Agent(string subject) => new() { Issuer = "snowtrail", Subject = subject, Kind = "agent_key", Owner = "data platform", KeyId = "k-7f3a" };

    private static SessionContext Context() => new() { User = "GATEWAY", Role = "ETL", Warehouse = "WH", Database = "SHOP", Schema = "PUBLIC" };

    private static string Request(int statement) => string.Create(CultureInfo.InvariantCulture, $"{statement:x8}-6f1e-4c2a-9d51-0f343b093112");
}
