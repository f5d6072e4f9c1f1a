using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Elastic.Setup;
using Snowtrail.Indexer.Search.Compile;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Elastic.Searching;

/// <summary>Queries as Elasticsearch and OpenSearch read them.</summary>
internal sealed class ElasticQueryFactory : IQueryFactory<JsonObject>
{
    private const int FuzzyExpansionsMax = 50;

    /// <summary>Comes after every other text.</summary>
    private const string LastText = "\U0010FFFF";

    /// <summary>What fits the type <c>date_nanos</c>: 1970 to April 2262, microseconds.</summary>
    private const long LastMicros = 9_223_372_036_854_775;

    public JsonObject All => Of("match_all", []);

    public JsonObject None => Of("match_none", []);

    public JsonObject AnyOf(IReadOnlyCollection<JsonObject> queries) =>
        queries.Count == 1 ? queries.First() : Of("bool", new() { ["should"] = Array(queries) });

    public JsonObject Group(IReadOnlyList<(JsonObject Query, Occurrence Occurrence)> clauses)
    {
        var group = new JsonObject();
        foreach (var clause in clauses.GroupBy(clause => clause.Occurrence))
            group[Name(clause.Key)] = Array(clause.Select(part => part.Query));
        return Of("bool", group);
    }

    public JsonObject Exact(FieldTarget target, string text) => On("term", target, "value", text);

    public JsonObject Phrase(FieldTarget target, IReadOnlyList<string> words, int slop) =>
        Of("match_phrase", new() { [FieldName(target)] = new JsonObject { ["query"] = string.Join(' ', words), ["slop"] = slop } });

    public JsonObject Wildcard(FieldTarget target, WildcardPattern pattern, int position)
    {
        if (pattern.IsPrefix)
            return On("prefix", target, "value", pattern.Prefix);
        MustNotBeKeyed(target, "a wildcard that is not at the end", position);
        return On("wildcard", target, "value", pattern.ToLucene());
    }

    public JsonObject Regex(FieldTarget target, string pattern, Regex compiled, int position)
    {
        MustNotBeKeyed(target, "a regular expression", position);
        return Of("regexp", new() { [FieldName(target)] = new JsonObject { ["value"] = ServerRegex.Of(pattern), ["flags"] = "ANYSTRING" } });
    }

    public JsonObject Fuzzy(FieldTarget target, string text, int edits, int position)
    {
        MustNotBeKeyed(target, "a fuzzy word", position);
        var fuzzy = new JsonObject { ["value"] = text, ["fuzziness"] = edits, ["max_expansions"] = FuzzyExpansionsMax, ["transpositions"] = true };
        return Of("fuzzy", new() { [FieldName(target)] = fuzzy });
    }

    public JsonObject Exists(FieldTarget target) => Of("exists", new() { ["field"] = FieldName(target) });

    public JsonObject Longs(FieldTarget target, long? lower, long? upper) => Range(target, lower, upper, true, true);

    public JsonObject Doubles(FieldTarget target, double? lower, double? upper, bool includesLower, bool includesUpper) =>
        Range(target, lower, upper, includesLower, includesUpper);

    public JsonObject Dates(FieldTarget target, long? lower, long? upper, bool includesLower, bool includesUpper)
    {
        if (lower > LastMicros || upper < 0)
            return None;
        // An open beginning fails in Elasticsearch beside a histogram of an index without hits: nothing is older than the type can say
        var from = lower is null && upper is null ? null : lower is null or < 0 ? 0 : lower;
        return Range(target, Iso(from), upper > LastMicros ? null : Iso(upper), includesLower || from != lower, includesUpper, "strict_date_optional_time_nanos");
    }

    public JsonObject Addresses(FieldTarget target, RangeBounds bounds) =>
        Range(target, bounds.Lower, bounds.Upper, bounds.IncludesLower, bounds.IncludesUpper);

    public JsonObject Address(FieldTarget target, string address) => Exact(target, address);

    public JsonObject Network(FieldTarget target, string network) => Exact(target, network);

    public JsonObject Texts(FieldTarget target, RangeBounds bounds) => target.Key is null
        ? Range(target, bounds.Lower, bounds.Upper, bounds.IncludesLower, bounds.IncludesUpper)
        // Below a key both sides must be written
        : Range(target, bounds.Lower ?? "", bounds.Upper ?? LastText, bounds.IncludesLower || bounds.Lower is null, bounds.IncludesUpper || bounds.Upper is null);

    /// <summary>The server's name of a field.</summary>
    private static string FieldName(FieldTarget target) => target switch
    {
        { Key: { } key } => $"{target.Field.Name}.{key}",
        { Field.Type: FieldType.Text } => $"{target.Field.Name}.{IndexMapping.Words}",
        _ => target.Field.Name,
    };

    private static void MustNotBeKeyed(FieldTarget target, string what, int position)
    {
        if (target.Field.Type == FieldType.Flattened)
            throw new QuerySyntaxException($"{what} cannot be used on {target.Field.Name}: the server finds its values whole or by their beginning", position);
    }

    private static string Name(Occurrence occurrence) => occurrence switch
    {
        Occurrence.Must => "must",
        Occurrence.MustNot => "must_not",
        _ => "should",
    };

    private static JsonObject Of(string kind, JsonObject body) => new() { [kind] = body };

    private static JsonObject On(string kind, FieldTarget target, string parameter, string value) =>
        Of(kind, new() { [FieldName(target)] = new JsonObject { [parameter] = value } });

    private static JsonArray Array(IEnumerable<JsonObject> queries) => [.. queries];

    private static JsonObject Range(
        FieldTarget target, JsonNode? lower, JsonNode? upper, bool includesLower, bool includesUpper, string? format = null)
    {
        var range = new JsonObject();
        if (lower is not null)
            range[includesLower ? "gte" : "gt"] = lower;
        if (upper is not null)
            range[includesUpper ? "lte" : "lt"] = upper;
        if (format is not null)
            range["format"] = format;
        return range.Count == (format is null ? 0 : 1) ? Of("exists", new() { ["field"] = FieldName(target) }) : Of("range", new() { [FieldName(target)] = range });
    }

    private static JsonNode? Iso(long? micros) => micros is { } at ? DocumentJson.Iso(DateMath.Time(at)) : null;
}
