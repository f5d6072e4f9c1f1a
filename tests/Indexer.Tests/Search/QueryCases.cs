namespace Snowtrail.Indexer.Tests.Search;

/// <summary>What is asked of the <see cref="Corpus"/> and what must be answered, whichever index it is in.</summary>
public static class QueryCases
{
    /// <summary>Queries, and the statements that they find.</summary>
    public static TheoryData<string, string> Forms => new()
    {
        // All
        { "", "abcd" },
        { "   ", "abcd" },
        { "*", "abcd" },
        { "*:*", "abcd" },
        // Words of the statement: case, dots, quotes, underscores, prefixes
        { "customers", "ac" },
        { "CUSTOMERS", "ac" },
        { "cust*", "ac" },
        { "CUST*", "ac" },
        { "staging_orders", "c" },
        { "staging", "" },
        { "*_orders", "c" },
        { "card?number", "b" },
        { "orders", "cd" },
        { "db.query.text:public", "ab" },
        { "nowhere", "" },
        { "shop.nowhere", "ab" },
        // Other fields that a bare word looks in
        { "finance-bot", "b" },
        { "finance-close", "b" },
        { "ddl-pipeline", "d" },
        { "q-c", "c" },
        { "SHOP.PUBLIC.CARD*", "b" },
        // Phrases
        { "\"insert into orders\"", "c" },
        { "\"into insert\"", "" },
        { "\"insert orders\"", "" },
        { "\"insert orders\"~1", "c" },
        { "service.name:\"schema change\"", "d" },
        { "db.query.text:\"shop public cards\"", "b" },
        // Fields: exact and case-sensitive
        { "user.name:report-bot", "a" },
        { "user.name:Report-Bot", "d" },
        { "user.name : loader", "c" },
        { "user.name:(loader OR finance-bot)", "bc" },
        { "user.name:(loader finance-bot)", "bc" },
        { "unknown.field:x", "" },
        { "NOT unknown.field:x", "abcd" },
        { "event.id:d", "d" },
        // Operators, with Lucene's classic sense of precedence
        { "customers AND name", "a" },
        { "customers && name", "a" },
        { "name cards", "ab" },
        { "name OR cards", "ab" },
        { "name || cards", "ab" },
        { "customers NOT name", "c" },
        { "customers AND NOT name", "c" },
        { "customers !name", "c" },
        { "customers -name", "c" },
        { "+customers +name", "a" },
        { "+customers cards", "ac" },
        { "-customers", "bd" },
        { "NOT customers", "bd" },
        { "NOT (customers OR cards)", "d" },
        { "cards OR (-customers)", "bd" },
        { "(name OR orders) AND customers", "ac" },
        { "name AND customers OR orders", "a" },
        { "and", "" },
        // Boosts are accepted
        { "customers^2", "ac" },
        { "(customers cards)^0.5", "abc" },
        // Numbers
        { "snowflake.result.rows:10", "a" },
        { "snowflake.result.rows:[10 TO 200]", "ab" },
        { "snowflake.result.rows:{10 TO 200]", "b" },
        { "snowflake.result.rows:[10 TO 200}", "a" },
        { "snowflake.result.rows:{10 TO 200}", "" },
        { "snowflake.result.rows:[200 TO *]", "bc" },
        { "snowflake.result.rows:[* TO 10]", "ad" },
        { "snowflake.result.rows:>200", "c" },
        { "snowflake.result.rows:>=200", "bc" },
        { "snowflake.result.rows:<10", "d" },
        { "snowflake.result.rows:<=10", "ad" },
        { "snowflake.result.rows:(>=10 AND <=200)", "ab" },
        { "snowflake.result.rows:>9.5", "abc" },
        { "snowflake.result.rows:9.5", "" },
        { "event.risk_score:45.5", "b" },
        { "event.risk_score:>45.5", "ad" },
        { "event.risk_score:[45.5 TO 80}", "b" },
        // Dates and date math; the clock says 2026-03-14T12:00
        { "@timestamp:2026-03-14", "cd" },
        { "@timestamp:2026-03", "abcd" },
        { "@timestamp:\"2026-03-13T09:00:00Z\"", "b" },
        { "@timestamp:[2026-03-13 TO 2026-03-14T10]", "bc" },
        { "@timestamp:[2026-03-13 TO \"2026-03-14T10:00:00+00:00\"]", "bc" },
        { "@timestamp:{2026-03-12 TO 2026-03-14}", "b" },
        { "@timestamp:>2026-03-13", "cd" },
        { "@timestamp:<2026-03-13", "a" },
        { "@timestamp:<=2026-03-13", "ab" },
        { "@timestamp:>now-1h", "d" },
        { "@timestamp:[now-1d/d TO now/d]", "bcd" },
        { "@timestamp:>2026-03-12||+1d\\/d", "cd" },
        { "@timestamp:>=1773487800000", "d" },
        // Addresses and networks
        { "source.ip:10.2.0.9", "b" },
        { "source.ip:\"10.0.0.0/8\"", "ab" },
        { "source.ip:10.2.0.0\\/16", "b" },
        { "source.ip:\"2001:db8::/32\"", "d" },
        { "source.ip:[10.0.0.0 TO 10.1.255.255]", "a" },
        // Booleans
        { "automation.known:true", "abd" },
        { "automation.known:false", "" },
        // Wildcards
        { "user.name:*bot", "ab" },
        { "user.name:*Bot", "d" },
        { "user.name:?eport-?ot", "ad" },
        { "user.name:f*-b?t", "b" },
        { "snowflake.objects.read:*.CUSTOMERS", "ac" },
        // Exists
        { "service.name:*", "abd" },
        { "_exists_:service.name", "abd" },
        { "NOT _exists_:service.name", "c" },
        { "policy.rule:*", "abd" },
        { "snowflake.result.rows:*", "abcd" },
        { "db.query.text:*", "abcd" },
        { "error.message:*", "" },
        { "risk.inputs:*", "abcd" },
        { "_exists_:unknown.field", "" },
        // Regular expressions
        { "user.name:/[a-z]+-bot/", "ab" },
        { "user.name:/(loader|finance.*)/", "bc" },
        { "user.name:/bot/", "" },
        { "user.name:/.{6}/", "c" },
        { "/card.*/", "b" },
        // Fuzzy
        { "user.name:lodaer~", "c" },
        { "user.name:loadr~1", "c" },
        { "customres~", "ac" },
        { "user.name:finance~1", "" },
        // Escapes
        { "user.name:finance\\-bot", "b" },
        { "service.name:schema\\ change", "d" },
        { "user.name:\\*", "" },
        // Flattened objects, and names with a star
        { "risk.baseline.rows_ratio:200", "b" },
        { "risk.baseline.other:200", "" },
        { "risk.baseline:200", "b" },
        { "risk.baseline.rows_ratio:2*", "b" },
        { "risk.baseline.rows_ratio:*", "abcd" },
        { "risk.baseline.rows_ratio:[2 TO 3]", "b" },
        { "risk.inputs.rule:volume", "abcd" },
        { "risk.inputs.reason:\"more rows\"", "abcd" },
        { "user.\\*:loader", "c" },
        { "snowflake.result.\\*:200", "b" },
    };

    /// <summary>Data sets, and what is in them.</summary>
    public static TheoryData<string, string> Datasets => new()
    {
        { "query", "abcd" },
        { "session", "or" },
        { "finding", "f" },
        { "*", "abcdfor" },
    };

    /// <summary>Queries over all data sets.</summary>
    public static TheoryData<string, string> OtherDatasets => new()
    {
        { "finding.evidence.statement_id:gw-000000000001", "f" },
        { "threat.technique.id:T1567", "f" },
        { "staged", "f" },
        { "url.path:\"/nowhere\"", "r" },
    };

    /// <summary>Queries that are wrong, and where.</summary>
    public static TheoryData<string, int> Malformed => new()
    {
        { "(a", 0 },
        { "a)", 1 },
        { "a AND", 5 },
        { "AND a", 0 },
        { "a OR OR b", 5 },
        { "user.name:", 10 },
        { "a:b:c", 3 },
        { "\"open", 0 },
        { "user.name:/open", 10 },
        { "snowflake.result.rows:[1 TO", 22 },
        { "snowflake.result.rows:[1 5]", 22 },
        { "x]", 1 },
        { "()", 1 },
        { "a^", 2 },
        { "a^1.2.3", 1 },
        { "a~3", 1 },
        { "x\\", 1 },
        { "snowflake.result.rows:many", 22 },
        { "snowflake.result.rows:>=many", 22 },
        { "event.risk_score:high", 17 },
        { "snowflake.result.rows:1*", 22 },
        { "@timestamp:yesterday", 11 },
        { "@timestamp:2026-02-30", 11 },
        { "@timestamp:now-1parsec", 11 },
        { "@timestamp:9999||+999999999y", 11 },
        { "source.ip:10.0.0", 10 },
        { "source.ip:localhost", 10 },
        { "automation.known:maybe", 17 },
        { "user.name:/[a-/", 10 },
        { "user.name:/(a/", 10 },
        { "user.name:/a{1,99999}/", 10 },
        { "user.na*me:x", 0 },
    };

    /// <summary>Bounds of time.</summary>
    public static TheoryData<string?, string?, string> Times => new()
    {
        { "2026-03-13", null, "bcd" },
        { null, "2026-03-13", "ab" },
        { "2026-03-13T09:00:00Z", "2026-03-14T10:00:00.000Z", "bc" },
        { "now-1h", "now", "d" },
        { " ", "", "abcd" },
    };

    /// <summary>Orders, and what comes in which.</summary>
    public static TheoryData<string?, string> Sorts => new()
    {
        { null, "dcba" },
        { "@timestamp:asc", "abcd" },
        { "@timestamp", "abcd" },
        { "snowflake.result.rows:desc", "cbad" },
        { "event.risk_score:asc", "cbad" },
        { "user.name:asc", "dbca" },
        { "user.name:desc", "acbd" },
        { "service.name:asc", "badc" },
        { "service.name:desc", "dabc" },
        { "snowflake.objects.read:asc", "bacd" },
        { "snowflake.objects.read:desc", "cabd" },
        { "source.ip:asc", "abcd" },
        { "automation.known:asc", "abdc" },
        { "policy.approval.id:asc", "abcd" },
    };
}
