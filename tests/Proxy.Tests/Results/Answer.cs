using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Results;
using Snowtrail.Proxy.Sql;
using Snowtrail.Proxy.Tests.Policy;

namespace Snowtrail.Proxy.Tests.Results;

/// <summary>Answers of the warehouse, and what becomes of them.</summary>
internal static class Answer
{
    public const string Card = "4111111111111111";

    public static MaskRule CardMask { get; } =
        new("cards", [new ColumnName(Some.Cards, "CARD_NUMBER")], DetectCards: true, "finance@example.org");

    public static RewritePlan Plan(string? sql = null, SqlCatalog? catalog = null) => new()
    {
        Masks = [CardMask],
        Statement = sql is null ? null : SqlAnalyzer.Analyze(sql, new SessionNames("SHOP", "PUBLIC"), null, catalog).Statements.Single(),
        ChunkUrl = chunk => $"http://gateway/chunks/{chunk.Index}",
    };

    /// <summary>A result with columns written <c>NAME:type</c> or <c>NAME:type:scale</c>; cells are text or null.</summary>
    public static string Json(string columns, params string?[][] rows)
    {
        var rowtype = columns.Split(' ').Select(column => column.Split(':')).Select(parts => new JsonObject
        {
            ["name"] = parts[0],
            ["database"] = "SHOP",
            ["nullable"] = false,
            ["type"] = parts[1],
            ["scale"] = parts.Length > 2 ? int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) : null,
        });
        return $$"""
            {"data": {"parameters": [{"name": "TIMEZONE", "value": "Etc/UTC"}], "rowtype": {{new JsonArray([.. rowtype])}},
              "rowset": {{JsonSerializer.Serialize(rows)}}, "total": {{rows.Length}}, "returned": {{rows.Length}}, "queryId": "q-1",
              "finalDatabaseName": "SHOP", "smkId": 123456789012345678901234567890123456789, "statementTypeId": 4096,
              "queryResultFormat": "json"}, "code": null, "message": null, "success": true}
            """;
    }

    public static (RewriteReport Report, string Body) Rewrite(string body, RewritePlan plan)
    {
        var output = new ArrayBufferWriter<byte>();
        var report = ResultRewriter.Rewrite(Encoding.UTF8.GetBytes(body), plan, output);
        return (report, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    /// <summary>The rows that a driver gets of a one-row result of a statement.</summary>
    public static string?[] Row(string sql, string columns, params string?[] cells)
    {
        var (report, body) = Rewrite(Json(columns, cells), Plan(sql));
        Assert.Equal(RewriteOutcome.Rewritten, report.Outcome);
        return [.. Data(body)["rowset"]!.AsArray()[0]!.AsArray().Select(cell => cell?.GetValue<string>())];
    }

    public static JsonNode Data(string body) => JsonNode.Parse(body)!["data"]!;
}
