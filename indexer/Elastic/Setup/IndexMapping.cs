using System.Text.Json.Nodes;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Elastic.Connecting;

namespace Snowtrail.Indexer.Elastic.Setup;

/// <summary>The mapping of every field of the catalog, in types that the server has. A field that is not in the catalog makes a document refused.</summary>
internal static class IndexMapping
{
    /// <summary>The sub-field that holds the words of a text.</summary>
    public const string Words = "text";

    /// <summary>The analyzer that cuts them.</summary>
    public const string Analyzer = "snowtrail_words";

    /// <summary>The words of the embedded index: runs of letters, digits and underscores of at most 255 characters, in lower case.</summary>
    public static JsonObject Analysis() => Json("""
        {
          "tokenizer": { "snowtrail_words": { "type": "pattern", "pattern": "[\\p{L}\\p{Nd}_]{1,255}", "group": 0 } },
          "analyzer": { "snowtrail_words": { "type": "custom", "tokenizer": "snowtrail_words", "filter": ["lowercase"] } }
        }
        """);

    /// <summary>The mapping for that product.</summary>
    public static JsonObject Of(ElasticProduct product)
    {
        var root = new JsonObject();
        foreach (var field in FieldCatalog.All)
            Properties(root, field.Name.Split('.')[..^1])[field.Name.Split('.')[^1]] = Field(field.Type, product);
        return new() { ["dynamic"] = "strict", ["properties"] = root };
    }

    private static JsonObject Properties(JsonObject properties, string[] path)
    {
        foreach (var name in path)
        {
            properties[name] ??= new JsonObject { ["properties"] = new JsonObject() };
            properties = (JsonObject)properties[name]!["properties"]!;
        }

        return properties;
    }

    private static JsonObject Field(FieldType type, ElasticProduct product) => type switch
    {
        FieldType.Keyword => Keyword(),
        FieldType.Text => Text(),
        FieldType.Long => Type("long"),
        FieldType.Double => Type("double"),
        // Dates in microseconds: the type "date" keeps milliseconds, and what happened within one would be in no order
        FieldType.Date => Type("date_nanos"),
        // A document with an address that only a gateway could read is kept
        FieldType.Ip => new() { ["type"] = "ip", ["ignore_malformed"] = true },
        FieldType.Boolean => Type("boolean"),
        FieldType.Flattened when product == ElasticProduct.OpenSearch => Type("flat_object"),
        _ => new() { ["type"] = "flattened", ["ignore_above"] = FieldCatalog.IgnoreAbove },
    };

    private static JsonObject Type(string name) => new() { ["type"] = name };

    private static JsonObject Keyword() => new() { ["type"] = "keyword", ["ignore_above"] = FieldCatalog.IgnoreAbove };

    private static JsonObject Text()
    {
        var field = Keyword();
        field["fields"] = new JsonObject { [Words] = new JsonObject { ["type"] = "text", ["analyzer"] = Analyzer, ["norms"] = false } };
        return field;
    }

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}
