using System.Text;
using System.Text.Json;
using Snowtrail.Indexer.Documents;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Tests.Documents;

public class DocumentMapperTests
{
    private static readonly DateTimeOffset Ingested = Some.Start.AddSeconds(1);

    public static TheoryData<string> Kinds => ["statement", "running", "alert", "opened", "closed", "failed", "refused"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToDocument_OfEachKind_IsTheGoldenDocument(string kind)
    {
        var document = DocumentMapper.ToDocument(Event(kind), Ingested);

        Golden.Equal($"{kind}.json", Pretty(document.Json));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToDocument_Twice_IsTheSameBytes(string kind) =>
        Assert.True(DocumentMapper.ToDocument(Event(kind), Ingested).Json.Span.SequenceEqual(DocumentMapper.ToDocument(Event(kind), Ingested).Json.Span));

    [Fact]
    public void ToDocument_AfterARoundThroughAvro_IsTheSameBytes()
    {
        var enriched = Event("statement");

        var again = EnrichedEvent.FromAvro(enriched.ToAvro());

        Assert.True(DocumentMapper.ToDocument(enriched, Ingested).Json.Span.SequenceEqual(DocumentMapper.ToDocument(again, Ingested).Json.Span));
    }

    [Fact]
    public void ToDocument_Statement_HasItsKeyDatasetAndTime()
    {
        var document = DocumentMapper.ToDocument(Event("statement"), Ingested);

        Assert.Equal(("gw-000000000001", "snowflake_gateway.query", Some.Start), (document.Id, document.Dataset, document.Timestamp));
    }

    [Fact]
    public void ToDocument_BrokenSurrogates_AreReplaced()
    {
        var enriched = Some.Statement("a", Some.Start, "select '\ud800'");

        Assert.Equal("select '\ufffd'", Searches.Value(DocumentMapper.ToDocument(enriched, Ingested).Json, "db", "query", "text").GetString());
    }

    [Fact]
    public void Catalog_AndMapper_NameTheSameFields()
    {
        var written = new HashSet<string>();
        foreach (var kind in Kinds)
        {
            using var json = JsonDocument.Parse(DocumentMapper.ToDocument(Event(kind), Ingested).Json);
            Leaves(json.RootElement, "", written);
        }

        Assert.Equal(FieldCatalog.All.Select(field => field.Name), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Catalog_FieldNames_AreUniqueAndNeitherIsInsideAnother()
    {
        var names = FieldCatalog.All.Select(field => field.Name).ToList();

        Assert.Distinct(names);
        Assert.DoesNotContain(names, name => names.Any(other => other.StartsWith(name + '.', StringComparison.Ordinal)));
    }

    internal static EnrichedEvent Event(string kind) => kind switch
    {
        "statement" => Some.Event(Some.Full()),
        "running" => Some.Event(Some.Full() with { Request = Some.Request() with { Analysis = Some.Analysis() with { Writes = [] } }, Completion = null, CompletedAt = null, CompletionEventId = null, Job = null, Detections = [], Approvals = [] }),
        "alert" => Some.Event(Some.Alert(), "al-1"),
        "opened" => Some.Event(Some.Opened(), "gw-000000000003"),
        "closed" => Some.Event(Some.Closed(), "gw-000000000004"),
        "failed" => Some.Event(Some.Failed(), "gw-000000000005"),
        _ => Some.Event(Some.Refused(), "gw-000000000006"),
    };

    private static void Leaves(JsonElement element, string path, HashSet<string> leaves)
    {
        if (FieldCatalog.Find(path) is not null || element.ValueKind != JsonValueKind.Object)
        {
            leaves.Add(path);
            return;
        }

        foreach (var property in element.EnumerateObject())
            Leaves(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", leaves);
    }

    private static string Pretty(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
