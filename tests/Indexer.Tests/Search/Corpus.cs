using Snowtrail.Indexer.Embedded;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Tests.Search;

/// <summary>A few documents that every form of query is tried on. Their ids are single letters.</summary>
public sealed class Corpus : IAsyncLifetime
{
    /// <summary>What the clock of the index says: half an hour after the last statement.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private TestIndex? _index;

    public EmbeddedIndex Index => _index!.Index;

    public async ValueTask InitializeAsync() => _index = await TestIndex.Of(Events(), new FixedTime(Now));

    public async ValueTask DisposeAsync() => await _index!.DisposeAsync();

    /// <summary>What is in it.</summary>
    internal static IEnumerable<EnrichedEvent> Events() =>
    [
        Some.Statement("a", At(12, 8, 0), "select NAME from \"SHOP\".\"PUBLIC\".\"CUSTOMERS\" limit 10", rows: 10, score: 80, rule: "pii-approval",
            action: DecisionAction.RequireApproval, reads: "SHOP.PUBLIC.CUSTOMERS"),
        Some.Statement("b", At(13, 9, 0), "SELECT card_number FROM shop.public.cards", user: "finance-bot", job: "finance-close", rows: 200, score: 45.5,
            address: "10.2.0.9", rule: "mask-cards", reads: ["SHOP.PUBLIC.CARDS"]),
        Some.Statement("c", At(14, 10, 0), "insert into ORDERS select * from STAGING_ORDERS -- customers later", user: "loader", job: null, rows: 3_000,
            address: "192.168.1.5", reads: ["SHOP.PUBLIC.STAGING_ORDERS", "SHOP.PUBLIC.CUSTOMERS"]),
        Some.Statement("d", At(14, 11, 30), "drop table Orders", user: "Report-Bot", job: "schema change", rows: 0, score: 95, address: "2001:db8::7",
            action: DecisionAction.Deny, rule: "ddl-pipeline"),
        Some.Event(Some.Opened(), "o", At(14, 7, 0)),
        Some.Event(Some.Refused(), "r", At(14, 7, 30)),
        Some.Event(Some.Alert() with { AlertId = "f", Time = At(14, 11, 0) }, "f"),
    ];

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 3, day, hour, minute, 0, TimeSpan.Zero);
}
