using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Elastic.Connecting;

namespace Snowtrail.Indexer.Elastic.Setup;

/// <summary>The templates and policies, made of the catalog. Each carries a print of itself, by which a later run sees that nothing has changed.</summary>
internal static class IndexDefinitions
{
    /// <summary>What all streams share: mapping, analysis, settings.</summary>
    public const string Component = "snowflake_gateway@mappings";

    /// <summary>An operator's own additions, in a component template of this name; used when it is there.</summary>
    public const string Custom = "snowflake_gateway@custom";

    /// <summary>Where the print lies in <c>_meta</c>.</summary>
    public const string Print = "print";

    // Above the 100 of the built-in template for logs-*-*
    private const int Priority = 200;

    private const int DaysOfRecords = 400;

    private const int DaysOfFindings = 800;

    /// <summary>Name of a data set's template.</summary>
    public static string TemplateName(string dataset) => $"logs-{dataset}";

    /// <summary>Name of a data set's lifecycle policy.</summary>
    public static string PolicyName(string dataset) => dataset.Replace('.', '-').Replace('_', '-');

    /// <summary>The component template.</summary>
    public static JsonObject ComponentTemplate(ElasticProduct product)
    {
        var template = Signed(new() { ["template"] = SharedParts(product) });
        // In the mapping it tells of a backing index which template made it
        template["template"]!["mappings"]!["_meta"] = new JsonObject { [Print] = PrintOf(template) };
        return template;
    }

    /// <summary>The index template of a data set, with a policy when the server has lifecycles, and the operator's component when there is one.</summary>
    public static JsonObject IndexTemplate(string dataset, ElasticProduct product, bool hasLifecycle, bool hasCustom)
    {
        var index = new JsonObject();
        // OpenSearch's policies name the indices that they are for
        if (hasLifecycle && product == ElasticProduct.Elasticsearch)
            index["lifecycle"] = new JsonObject { ["name"] = PolicyName(dataset) };
        return Signed(new()
        {
            ["index_patterns"] = new JsonArray($"logs-{dataset}-*"),
            ["priority"] = Priority,
            ["data_stream"] = new JsonObject(),
            ["composed_of"] = hasCustom ? new JsonArray(Component, Custom) : new JsonArray(Component),
            ["template"] = new JsonObject { ["settings"] = new JsonObject { ["index"] = index } },
        });
    }

    /// <summary>The policy of Elasticsearch's lifecycle management: a new backing index by size and age, the old ones deleted.</summary>
    public static JsonObject LifecyclePolicy(string dataset)
    {
        var policy = (JsonObject)JsonNode.Parse($$$"""
            {
              "phases": {
                "hot": { "min_age": "0ms", "actions": { "rollover": { "max_primary_shard_size": "50gb", "max_age": "7d" } } },
                "delete": { "min_age": "{{{Days(dataset)}}}d", "actions": { "delete": {} } }
              }
            }
            """)!;
        return new() { ["policy"] = Signed(policy) };
    }

    /// <summary>The same for OpenSearch's index state management, which has no <c>_meta</c>: the print ends the description.</summary>
    public static JsonObject StatePolicy(string dataset)
    {
        var text = $$$"""
            {
              "policy": {
                "description": "snowtrail PRINT",
                "default_state": "hot",
                "states": [
                  {
                    "name": "hot",
                    "actions": [{ "rollover": { "min_primary_shard_size": "50gb", "min_index_age": "7d" } }],
                    "transitions": [{ "state_name": "delete", "conditions": { "min_rollover_age": "{{{Days(dataset)}}}d" } }]
                  },
                  { "name": "delete", "actions": [{ "delete": {} }], "transitions": [] }
                ],
                "ism_template": [{ "index_patterns": ["logs-{{{dataset}}}-*"], "priority": {{{Priority}}} }]
              }
            }
            """;
        return (JsonObject)JsonNode.Parse(text.Replace("PRINT", Hash(text), StringComparison.Ordinal))!;
    }

    /// <summary>The print that a definition carries.</summary>
    public static string PrintOf(JsonObject definition) => definition["_meta"]![Print]!.GetValue<string>();

    private static JsonObject SharedParts(ElasticProduct product) => new()
    {
        ["settings"] = new JsonObject
        {
            ["index"] = new JsonObject
            {
                ["codec"] = "best_compression",
                ["refresh_interval"] = "250ms",
                // One copy more where there is a second node, and none missing where there is not
                ["auto_expand_replicas"] = "0-1",
                ["mapping"] = new JsonObject { ["total_fields"] = new JsonObject { ["limit"] = 1_000 } },
                ["query"] = new JsonObject { ["default_field"] = new JsonArray([.. FieldCatalog.Default.Select(field => (JsonNode)SearchName(field))]) },
            },
            ["analysis"] = IndexMapping.Analysis(),
        },
        ["mappings"] = IndexMapping.Of(product),
    };

    private static int Days(string dataset) => dataset == Datasets.Finding ? DaysOfFindings : DaysOfRecords;

    private static string SearchName(FieldDefinition field) => field.Type == FieldType.Text ? $"{field.Name}.{IndexMapping.Words}" : field.Name;

    private static JsonObject Signed(JsonObject definition)
    {
        var hash = Hash(definition.ToJsonString());
        if (definition["_meta"] is not JsonObject meta)
            definition["_meta"] = meta = [];
        meta["managed_by"] = "snowtrail";
        meta[Print] = hash;
        return definition;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
