using Snowtrail.Indexer.Search;

namespace Snowtrail.Indexer.Tests.Search;

public class QueryTests(Corpus corpus) : IClassFixture<Corpus>
{
    [Theory]
    // All
    [InlineData("", "abcd")]
    [InlineData("   ", "abcd")]
    [InlineData("*", "abcd")]
    [InlineData("*:*", "abcd")]
    // Words of the statement: case, dots, quotes, underscores, prefixes
    [InlineData("customers", "ac")]
    [InlineData("CUSTOMERS", "ac")]
    [InlineData("cust*", "ac")]
    [InlineData("CUST*", "ac")]
    [InlineData("staging_orders", "c")]
    [InlineData("staging", "")]
    [InlineData("*_orders", "c")]
    [InlineData("card?number", "b")]
    [InlineData("orders", "cd")]
    [InlineData("db.query.text:public", "ab")]
    [InlineData("nowhere", "")]
    [InlineData("shop.nowhere", "ab")]
    // Other fields that a bare word looks in
    [InlineData("finance-bot", "b")]
    [InlineData("finance-close", "b")]
    [InlineData("ddl-pipeline", "d")]
    [InlineData("q-c", "c")]
    [InlineData("SHOP.PUBLIC.CARD*", "b")]
    // Phrases
    [InlineData("\"insert into orders\"", "c")]
    [InlineData("\"into insert\"", "")]
    [InlineData("\"insert orders\"", "")]
    [InlineData("\"insert orders\"~1", "c")]
    [InlineData("service.name:\"schema change\"", "d")]
    [InlineData("db.query.text:\"shop public cards\"", "b")]
    // Fields: exact and case-sensitive
    [InlineData("user.name:report-bot", "a")]
    [InlineData("user.name:Report-Bot", "d")]
    [InlineData("user.name : loader", "c")]
    [InlineData("user.name:(loader OR finance-bot)", "bc")]
    [InlineData("user.name:(loader finance-bot)", "bc")]
    [InlineData("unknown.field:x", "")]
    [InlineData("NOT unknown.field:x", "abcd")]
    [InlineData("event.id:d", "d")]
    // Operators, with Lucene's classic sense of precedence
    [InlineData("customers AND name", "a")]
    [InlineData("customers && name", "a")]
    [InlineData("name cards", "ab")]
    [InlineData("name OR cards", "ab")]
    [InlineData("name || cards", "ab")]
    [InlineData("customers NOT name", "c")]
    [InlineData("customers AND NOT name", "c")]
    [InlineData("customers !name", "c")]
    [InlineData("customers -name", "c")]
    [InlineData("+customers +name", "a")]
    [InlineData("+customers cards", "ac")]
    [InlineData("-customers", "bd")]
    [InlineData("NOT customers", "bd")]
    [InlineData("NOT (customers OR cards)", "d")]
    [InlineData("cards OR (-customers)", "bd")]
    [InlineData("(name OR orders) AND customers", "ac")]
    [InlineData("name AND customers OR orders", "a")]
    [InlineData("and", "")]
    // Boosts are accepted
    [InlineData("customers^2", "ac")]
    [InlineData("(customers cards)^0.5", "abc")]
    // Numbers
    [InlineData("snowflake.result.rows:10", "a")]
    [InlineData("snowflake.result.rows:[10 TO 200]", "ab")]
    [InlineData("snowflake.result.rows:{10 TO 200]", "b")]
    [InlineData("snowflake.result.rows:[10 TO 200}", "a")]
    [InlineData("snowflake.result.rows:{10 TO 200}", "")]
    [InlineData("snowflake.result.rows:[200 TO *]", "bc")]
    [InlineData("snowflake.result.rows:[* TO 10]", "ad")]
    [InlineData("snowflake.result.rows:>200", "c")]
    [InlineData("snowflake.result.rows:>=200", "bc")]
    [InlineData("snowflake.result.rows:<10", "d")]
    [InlineData("snowflake.result.rows:<=10", "ad")]
    [InlineData("snowflake.result.rows:(>=10 AND <=200)", "ab")]
    [InlineData("snowflake.result.rows:>9.5", "abc")]
    [InlineData("snowflake.result.rows:9.5", "")]
    [InlineData("event.risk_score:45.5", "b")]
    [InlineData("event.risk_score:>45.5", "ad")]
    [InlineData("event.risk_score:[45.5 TO 80}", "b")]
    // Dates and date math; the clock says 2026-03-14T12:00
    [InlineData("@timestamp:2026-03-14", "cd")]
    [InlineData("@timestamp:2026-03", "abcd")]
    [InlineData("@timestamp:\"2026-03-13T09:00:00Z\"", "b")]
    [InlineData("@timestamp:[2026-03-13 TO 2026-03-14T10]", "bc")]
    [InlineData("@timestamp:[2026-03-13 TO \"2026-03-14T10:00:00+00:00\"]", "bc")]
    [InlineData("@timestamp:{2026-03-12 TO 2026-03-14}", "b")]
    [InlineData("@timestamp:>2026-03-13", "cd")]
    [InlineData("@timestamp:<2026-03-13", "a")]
    [InlineData("@timestamp:<=2026-03-13", "ab")]
    [InlineData("@timestamp:>now-1h", "d")]
    [InlineData("@timestamp:[now-1d/d TO now/d]", "bcd")]
    [InlineData("@timestamp:>2026-03-12||+1d\\/d", "cd")]
    [InlineData("@timestamp:>=1773487800000", "d")]
    // Addresses and networks
    [InlineData("source.ip:10.2.0.9", "b")]
    [InlineData("source.ip:\"10.0.0.0/8\"", "ab")]
    [InlineData("source.ip:10.2.0.0\\/16", "b")]
    [InlineData("source.ip:\"2001:db8::/32\"", "d")]
    [InlineData("source.ip:[10.0.0.0 TO 10.1.255.255]", "a")]
    // Booleans
    [InlineData("automation.known:true", "abd")]
    [InlineData("automation.known:false", "")]
    // Wildcards
    [InlineData("user.name:*bot", "ab")]
    [InlineData("user.name:*Bot", "d")]
    [InlineData("user.name:?eport-?ot", "ad")]
    [InlineData("user.name:f*-b?t", "b")]
    [InlineData("snowflake.objects.read:*.CUSTOMERS", "ac")]
    // Exists
    [InlineData("service.name:*", "abd")]
    [InlineData("_exists_:service.name", "abd")]
    [InlineData("NOT _exists_:service.name", "c")]
    [InlineData("policy.rule:*", "abd")]
    [InlineData("snowflake.result.rows:*", "abcd")]
    [InlineData("db.query.text:*", "abcd")]
    [InlineData("error.message:*", "")]
    [InlineData("risk.inputs:*", "abcd")]
    [InlineData("_exists_:unknown.field", "")]
    // Regular expressions
    [InlineData("user.name:/[a-z]+-bot/", "ab")]
    [InlineData("user.name:/(loader|finance.*)/", "bc")]
    [InlineData("user.name:/bot/", "")]
    [InlineData("user.name:/.{6}/", "c")]
    [InlineData("/card.*/", "b")]
    // Fuzzy
    [InlineData("user.name:lodaer~", "c")]
    [InlineData("user.name:loadr~1", "c")]
    [InlineData("customres~", "ac")]
    [InlineData("user.name:finance~1", "")]
    // Escapes
    [InlineData("user.name:finance\\-bot", "b")]
    [InlineData("service.name:schema\\ change", "d")]
    [InlineData("user.name:\\*", "")]
    // Flattened objects, and names with a star
    [InlineData("risk.baseline.rows_ratio:200", "b")]
    [InlineData("risk.baseline.other:200", "")]
    [InlineData("risk.baseline:200", "b")]
    [InlineData("risk.baseline.rows_ratio:2*", "b")]
    [InlineData("risk.baseline.rows_ratio:*", "abcd")]
    [InlineData("risk.baseline.rows_ratio:[2 TO 3]", "b")]
    [InlineData("risk.inputs.rule:volume", "abcd")]
    [InlineData("risk.inputs.reason:\"more rows\"", "abcd")]
    [InlineData("user.\\*:loader", "c")]
    [InlineData("snowflake.result.\\*:200", "b")]
    public async Task Search_Form_FindsTheseStatements(string query, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Query = query, Sort = "event.id:asc" })).Ids()));

    [Theory]
    [InlineData("query", "abcd")]
    [InlineData("session", "or")]
    [InlineData("finding", "f")]
    [InlineData("*", "abcdfor")]
    public async Task Search_Dataset_Restricts(string dataset, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Dataset = dataset, Sort = "event.id:asc" })).Ids()));

    [Theory]
    [InlineData("finding.evidence.statement_id:gw-000000000001", "f")]
    [InlineData("threat.technique.id:T1567", "f")]
    [InlineData("staged", "f")]
    [InlineData("url.path:\"/nowhere\"", "r")]
    public async Task Search_OtherDatasets_AreFoundByTheirFields(string query, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Query = query, Dataset = "*", Sort = "event.id:asc" })).Ids()));

    [Theory]
    [InlineData("(a", 0)]
    [InlineData("a)", 1)]
    [InlineData("a AND", 5)]
    [InlineData("AND a", 0)]
    [InlineData("a OR OR b", 5)]
    [InlineData("user.name:", 10)]
    [InlineData("a:b:c", 3)]
    [InlineData("\"open", 0)]
    [InlineData("user.name:/open", 10)]
    [InlineData("snowflake.result.rows:[1 TO", 22)]
    [InlineData("snowflake.result.rows:[1 5]", 22)]
    [InlineData("x]", 1)]
    [InlineData("()", 1)]
    [InlineData("a^", 2)]
    [InlineData("a^1.2.3", 1)]
    [InlineData("a~3", 1)]
    [InlineData("x\\", 1)]
    [InlineData("snowflake.result.rows:many", 22)]
    [InlineData("snowflake.result.rows:>=many", 22)]
    [InlineData("event.risk_score:high", 17)]
    [InlineData("snowflake.result.rows:1*", 22)]
    [InlineData("@timestamp:yesterday", 11)]
    [InlineData("@timestamp:2026-02-30", 11)]
    [InlineData("@timestamp:now-1parsec", 11)]
    [InlineData("@timestamp:9999||+999999999y", 11)]
    [InlineData("source.ip:10.0.0", 10)]
    [InlineData("source.ip:localhost", 10)]
    [InlineData("automation.known:maybe", 17)]
    [InlineData("user.name:/[a-/", 10)]
    [InlineData("user.name:/(a/", 10)]
    [InlineData("user.name:/a{1,99999}/", 10)]
    [InlineData("user.na*me:x", 0)]
    public async Task Search_Malformed_IsAFaultWithItsPosition(string query, int position)
    {
        var fault = await corpus.Index.Fault(new() { Query = query });

        Assert.Equal(position, fault.Position);
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public async Task Search_OverALimit_IsAFault()
    {
        Assert.Contains("longer", (await corpus.Index.Fault(new() { Query = new string('a', SearchLimits.QueryLengthMax + 1) })).Message, StringComparison.Ordinal);
        Assert.Contains("clauses", (await corpus.Index.Fault(new() { Query = string.Join(' ', Enumerable.Repeat("a", SearchLimits.ClausesMax + 1)) })).Message, StringComparison.Ordinal);
        Assert.Contains("deep", (await corpus.Index.Fault(new() { Query = new string('(', 50) + "a" + new string(')', 50) })).Message, StringComparison.Ordinal);
        Assert.Contains("words", (await corpus.Index.Fault(new() { Query = "db.query.text:" + string.Join('.', Enumerable.Range(0, 1_500)) })).Message, StringComparison.Ordinal);
        Assert.Contains("characters", (await corpus.Index.Fault(new() { Query = $"/{new string('a', SearchLimits.RegexLengthMax + 1)}/" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db.query.text:*a?????????????????????????????????????")]
    [InlineData("user.name:/(.*a){40}/")]
    [InlineData("user.name:/.*a.{200}/")]
    [InlineData("user.name:/((a*)*)*b/")]
    public async Task Search_PatternMadeToBeSlow_IsAnsweredSoon(string query)
    {
        var started = TimeProvider.System.GetTimestamp();

        await corpus.Index.SearchAsync(new() { Query = query });

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData("2026-03-13", null, "bcd")]
    [InlineData(null, "2026-03-13", "ab")]
    [InlineData("2026-03-13T09:00:00Z", "2026-03-14T10:00:00.000Z", "bc")]
    [InlineData("now-1h", "now", "d")]
    [InlineData(" ", "", "abcd")]
    public async Task Search_FromTo_AreInclusive(string? from, string? to, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { From = from, To = to, Sort = "event.id:asc" })).Ids()));

    [Fact]
    public async Task Search_RequestAtFault_SaysSo()
    {
        SearchRequest[] requests =
        [
            new() { Dataset = "all" }, new() { From = "soon" }, new() { Sort = "nowhere:asc" }, new() { Sort = "@timestamp:down" },
            new() { Sort = "db.query.text:asc" }, new() { Size = -1 }, new() { Offset = -1 }, new() { Offset = 9_999, Size = 2 },
            new() { Offset = int.MaxValue, Size = int.MaxValue }, new() { Facets = [new("db.query.text")] }, new() { Facets = [new("user.name", 0)] },
            new() { Histogram = new(TimeSpan.Zero) }, new() { Histogram = new(TimeSpan.FromMilliseconds(1)) }, new() { Histogram = new(null, 0) },
        ];

        foreach (var request in requests)
            Assert.Null((await corpus.Index.Fault(request)).Position);
    }

    [Theory]
    [InlineData(null, "dcba")]
    [InlineData("@timestamp:asc", "abcd")]
    [InlineData("@timestamp", "abcd")]
    [InlineData("snowflake.result.rows:desc", "cbad")]
    [InlineData("event.risk_score:asc", "cbad")]
    [InlineData("user.name:asc", "dbca")]
    [InlineData("user.name:desc", "acbd")]
    [InlineData("service.name:asc", "badc")]
    [InlineData("service.name:desc", "dabc")]
    [InlineData("snowflake.objects.read:asc", "bacd")]
    [InlineData("snowflake.objects.read:desc", "cabd")]
    [InlineData("source.ip:asc", "abcd")]
    [InlineData("automation.known:asc", "abdc")]
    [InlineData("policy.approval.id:asc", "abcd")]
    public async Task Search_Sort_OrdersWithMissingLastAndTiesById(string? sort, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Sort = sort })).Ids()));

    [Fact]
    public async Task Search_Facets_CountValuesMostFrequentFirst()
    {
        var result = await corpus.Index.Found(new()
        {
            Size = 0,
            Facets = [new("snowflake.objects.read"), new("policy.decision", 1), new("source.ip"), new("automation.known"), new("error.code")],
        });

        Assert.Empty(result.Hits);
        Assert.Equal([new("SHOP.PUBLIC.CUSTOMERS", 2), new("SHOP.PUBLIC.CARDS", 1), new("SHOP.PUBLIC.STAGING_ORDERS", 1)], result.Facets!["snowflake.objects.read"]);
        Assert.Equal([new("allow", 2)], result.Facets["policy.decision"]);
        Assert.Equal(["10.1.2.3", "10.2.0.9", "192.168.1.5", "2001:db8::7"], result.Facets["source.ip"].Select(value => value.Value).Order(StringComparer.Ordinal));
        Assert.Equal([new("true", 3)], result.Facets["automation.known"]);
        Assert.Empty(result.Facets["error.code"]);
    }

    [Fact]
    public async Task Search_Histogram_HasOneBucketPerIntervalAndFillsGaps()
    {
        var result = await corpus.Index.Found(new() { Query = "NOT event.id:b", Histogram = new(TimeSpan.FromDays(1)) });

        DateTimeOffset Day(int day) => new(2026, 3, day, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([new(Day(12), 1), new(Day(13), 0), new(Day(14), 2)], result.Histogram!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public async Task Search_AutomaticHistogram_StaysWithinItsBucketsAndLosesNothing(int buckets)
    {
        var result = await corpus.Index.Found(new() { Dataset = "*", Histogram = new(null, buckets) });

        Assert.InRange(result.Histogram!.Count, 1, buckets);
        Assert.Equal(result.Total, result.Histogram.Sum(bucket => bucket.Count));
    }

    [Fact]
    public async Task Search_Pages_JoinToTheWhole()
    {
        var whole = (await corpus.Index.Found(new() { Dataset = "*" })).Ids();
        var pages = new List<string>();
        for (var offset = 0; offset < whole.Count; offset += 2)
            pages.AddRange((await corpus.Index.Found(new() { Dataset = "*", Offset = offset, Size = 2 })).Ids());

        Assert.Equal(whole, pages);
        Assert.Empty((await corpus.Index.Found(new() { Offset = 100 })).Hits);
        Assert.Equal(4, (await corpus.Index.Found(new() { Size = 1 })).Total);
    }
}
