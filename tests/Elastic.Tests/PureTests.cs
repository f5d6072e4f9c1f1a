using System.Text;
using System.Text.Json;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Elastic.Bulk;
using Snowtrail.Indexer.Elastic.Connecting;
using Snowtrail.Indexer.Elastic.Setup;
using Snowtrail.Indexer.Tests;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Elastic.Tests;

/// <summary>What is decided without a server.</summary>
public class PureTests
{
    [Theory]
    [InlineData(201, "", false, "Kept")]
    [InlineData(200, "", true, "Kept")]
    [InlineData(409, "version_conflict_engine_exception", false, "Kept")]
    [InlineData(409, "version_conflict_engine_exception", true, "LookUp")]
    [InlineData(400, "document_parsing_exception", false, "Parked")]
    [InlineData(400, "mapper_parsing_exception", false, "Parked")]
    [InlineData(400, "strict_dynamic_mapping_exception", false, "Parked")]
    [InlineData(400, "illegal_argument_exception: pipeline with id [x] does not exist", false, "Again")]
    [InlineData(400, "illegal_argument_exception: Document contains at least one immense term", false, "Parked")]
    [InlineData(400, "", false, "Again")]
    [InlineData(401, "security_exception", false, "Again")]
    [InlineData(403, "cluster_block_exception", false, "Again")]
    [InlineData(404, "index_not_found_exception", false, "Again")]
    [InlineData(413, "", false, "Parked")]
    [InlineData(429, "es_rejected_execution_exception", false, "Again")]
    [InlineData(500, "", false, "Again")]
    [InlineData(503, "unavailable_shards_exception", true, "Again")]
    public void Of_Answer_IsJudged(int status, string error, bool grows, string outcome)
    {
        var parts = error.Split(": ");

        Assert.Equal(outcome, BulkVerdict.Of(new("i", status, new(parts[0], parts[^1])), grows).ToString());
    }

    [Theory]
    [InlineData(413, "", true)]
    [InlineData(400, "action_request_validation_exception", true)]
    [InlineData(400, "media_type_header_exception", false)]
    [InlineData(429, "es_rejected_execution_exception", false)]
    [InlineData(200, "", false)]
    public void IsToBeSplit_WholeRequest_OnlyWhenSmallerOnesTellMore(int status, string type, bool split) =>
        Assert.Equal(split, BulkVerdict.IsToBeSplit(new(status, Encoding.UTF8.GetBytes($$$"""{"error":{"type":"{{{type}}}"}}"""), null)));

    [Fact]
    public void Read_BulkAnswer_HasEveryItemInOrder()
    {
        var items = BulkReply.Read("""
            {"took":3,"errors":true,"items":[
              {"create":{"_index":".ds-a-000001","status":201}},
              {"create":{"_index":".ds-a-000001","status":409,"error":{"type":"version_conflict_engine_exception","reason":"exists"}}},
              {"index":{"status":400,"_id":"x","nested":{"a":[1]},"error":{"type":"document_parsing_exception","reason":"r","caused_by":{"type":"c","reason":"d"}}}},
              {"create":{"_index":"b","status":429}}]}
            """u8)!;

        Assert.Equal([201, 409, 400, 429], items.Select(item => item.Status));
        Assert.Equal([".ds-a-000001", ".ds-a-000001", "", "b"], items.Select(item => item.Index));
        Assert.Equal("document_parsing_exception", items[2].Error.Type);
        Assert.Equal("r; c: d", items[2].Error.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"items\":[{\"create\":{\"status\":2")]
    [InlineData("{\"ok\":true}")]
    [InlineData("[]")]
    public void Read_NoBulkAnswer_IsNull(string body) => Assert.Null(BulkReply.Read(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"version":{"number":"8.19.8"}}""", "Elasticsearch 8.19.8", "application/vnd.elasticsearch+x-ndjson;compatible-with=8")]
    [InlineData("""{"version":{"number":"9.4.3"}}""", "Elasticsearch 9.4.3", "application/vnd.elasticsearch+x-ndjson;compatible-with=9")]
    [InlineData("""{"version":{"number":"10.0.0"}}""", "Elasticsearch 10.0.0", "application/vnd.elasticsearch+x-ndjson;compatible-with=9")]
    [InlineData("""{"version":{"number":"2.19.4","distribution":"opensearch"}}""", "OpenSearch 2.19.4", "application/x-ndjson")]
    [InlineData("""{"version":{"number":"7.17.0"}}""", null, null)]
    [InlineData("""{"version":"1"}""", null, null)]
    [InlineData("hello", null, null)]
    public void Read_Greeting_TellsTheServerAndItsMediaType(string greeting, string? server, string? lines)
    {
        var read = ElasticServer.Read(Encoding.UTF8.GetBytes(greeting));

        Assert.Equal(server, read?.ToString());
        Assert.Equal(lines, read?.Lines);
    }

    [Fact]
    public void Items_WhoseMemoryIsUsedAgain_KeepTheirBytesUntilTheyAreSettled()
    {
        var (random, time) = (new Random(1), new FixedTime(Some.Start));
        var items = new BulkItems("default", time);
        var waiting = new List<(BulkItem Item, EnrichedEvent Event)>();
        for (var n = 0; n < 3_000; n++)
        {
            var e = n % 500 == 0 ? Events.Large($"l-{n}", 600_000) : Events.Large($"s-{n}", random.Next(8, 6_000));
            waiting.Add((items.Make(new(e, new Receipt())), e));
            // As answers come: some batches late, some out of order
            while (waiting.Count > 400 || (n == 2_999 && waiting.Count > 0))
            {
                var (item, made) = waiting[random.Next(waiting.Count)];
                Assert.True(DocumentMapper.ToDocument(made, time.GetUtcNow()).Json.Span.SequenceEqual(item.Json.Span));
                Assert.True(made.ToAvro().AsSpan().SequenceEqual(item.Payload.Span));
                item.Settle(Settlement.Durable);
                waiting.RemoveAll(one => one.Item == item);
            }
        }
    }

    [Fact]
    public void Of_FindingVersion_IsTheSameOfAlertAndDocumentAndGrows()
    {
        FindingVersion[] versions = [.. new[] { 1, 2, 4, 8, 16 }.Select(hits => FindingVersion.Of((Alert)Events.Finding("f", hits).Body))];
        using var document = JsonDocument.Parse(DocumentMapper.ToDocument(Events.Finding("f", 4), TimeProvider.System.GetUtcNow()).Json);

        Assert.Equal(versions, versions.Order());
        Assert.Equal(0, versions[2].CompareTo(FindingVersion.Of(document.RootElement)));
        Assert.True(FindingVersion.Of(JsonDocument.Parse("{}").RootElement).CompareTo(versions[0]) < 0);
    }

    [Theory]
    [InlineData("Elasticsearch")]
    [InlineData("OpenSearch")]
    public void Of_Mapping_HasEveryFieldOfTheCatalogAndNoType_ThatAServerLacks(string product)
    {
        string[] known = ["keyword", "text", "long", "double", "date_nanos", "ip", "boolean", product == "OpenSearch" ? "flat_object" : "flattened"];
        var mapping = IndexMapping.Of(Enum.Parse<ElasticProduct>(product));

        Assert.Equal("strict", mapping["dynamic"]!.GetValue<string>());
        foreach (var field in FieldCatalog.All)
        {
            var at = mapping;
            foreach (var name in field.Name.Split('.'))
                at = at["properties"]![name]!.AsObject();
            Assert.Contains(at["type"]!.GetValue<string>(), known);
            Assert.InRange(at["ignore_above"]?.GetValue<int>() ?? 0, 0, 8_191);
        }
    }
}
