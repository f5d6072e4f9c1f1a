using System.Text.Json.Nodes;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search;
using Snowtrail.Indexer.Search.Compile;

namespace Snowtrail.Indexer.Elastic.Searching;

/// <summary>The bodies of search requests.</summary>
internal static class SearchBody
{
    /// <summary>Name of the aggregation over time.</summary>
    public const string Histogram = "histogram";

    /// <summary>Names of the aggregations that tell the span of the hits.</summary>
    public const string First = "first", Last = "last";

    /// <summary>Begins the name of a facet's aggregation.</summary>
    public const string Facet = "facet:";

    /// <summary>Values that each backing index offers for a facet: with no more of them counts are exact.</summary>
    private const int FacetCandidatesMin = 1_000;

    /// <summary>What is to be matched.</summary>
    public static JsonObject Query(SearchSpec spec, DateTimeOffset now)
    {
        var factory = new ElasticQueryFactory();
        var filters = new JsonArray(new QueryCompiler<JsonObject>(factory, now).Compile(spec.Query));
        if (spec.Dataset is { } dataset)
            filters.Add((JsonNode)factory.Exact(new(Fields.EventDataset, null), dataset));
        if (spec.Times is { } times)
            filters.Add((JsonNode)new RangeQueries<JsonObject>(factory, now).Dates(new(Fields.Timestamp, null), times, null));
        return new() { ["bool"] = new JsonObject { ["filter"] = filters } };
    }

    /// <summary>Asks for the times of the first and the last hit.</summary>
    public static JsonObject Span(JsonObject query) => new()
    {
        ["query"] = query,
        ["size"] = 0,
        ["track_total_hits"] = false,
        ["aggs"] = new JsonObject { [First] = On("min", Fields.Timestamp), [Last] = On("max", Fields.Timestamp) },
    };

    /// <summary>Asks for everything; <paramref name="widthMillis"/> is the histogram's, null for none.</summary>
    public static JsonObject Whole(SearchSpec spec, JsonObject query, long? widthMillis)
    {
        var aggregations = new JsonObject();
        if (widthMillis is { } width)
        {
            var histogram = On("date_histogram", Fields.Timestamp);
            histogram["date_histogram"]!["fixed_interval"] = $"{width}ms";
            histogram["date_histogram"]!["min_doc_count"] = 0;
            aggregations[Histogram] = histogram;
        }

        foreach (var (field, size) in spec.Facets)
        {
            var facet = On("terms", field);
            facet["terms"]!["size"] = size;
            facet["terms"]!["shard_size"] = Math.Max(size * 3, FacetCandidatesMin);
            aggregations[Facet + field.Name] = facet;
        }

        var body = new JsonObject
        {
            ["query"] = query,
            ["from"] = spec.Offset,
            ["size"] = spec.Size,
            ["track_total_hits"] = true,
            ["sort"] = new JsonArray(Sort(spec.Sort.Field, spec.Sort.IsDescending), Sort(Fields.EventId, false)),
        };
        if (aggregations.Count > 0)
            body["aggs"] = aggregations;
        return body;
    }

    private static JsonObject Sort(FieldDefinition field, bool descending) =>
        new() { [field.Name] = new JsonObject { ["order"] = descending ? "desc" : "asc", ["missing"] = "_last" } };

    private static JsonObject On(string kind, FieldDefinition field) => new() { [kind] = new JsonObject { ["field"] = field.Name } };
}
