using System.Runtime.InteropServices;
using System.Text.Json;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search;
using Snowtrail.Indexer.Search.Compile;

namespace Snowtrail.Indexer.Elastic.Searching;

/// <summary>Reads answers to searches.</summary>
internal static class SearchReply
{
    /// <summary>The parts of an answer that are read.</summary>
    public const string Filter = "filter_path=hits.total.value,hits.hits._source,aggregations";

    /// <summary>Times of the first and the last hit, microseconds rounded down to milliseconds; null when there is none.</summary>
    public static (long First, long Last)? Span(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var aggregations = document.RootElement.GetProperty("aggregations");
        var first = aggregations.GetProperty(SearchBody.First).GetProperty("value");
        var last = aggregations.GetProperty(SearchBody.Last).GetProperty("value");
        return first.ValueKind == JsonValueKind.Number ? (Micros(first), Micros(last)) : null;
    }

    /// <summary>The result.</summary>
    public static SearchResult Result(ReadOnlyMemory<byte> body, SearchSpec spec, TimeSpan took)
    {
        using var document = JsonDocument.Parse(body);
        var hits = document.RootElement.GetProperty("hits");
        document.RootElement.TryGetProperty("aggregations", out var aggregations);
        return new(
            hits.GetProperty("total").GetProperty("value").GetInt64(),
            hits.TryGetProperty("hits", out var list) ? [.. list.EnumerateArray().Select(Source)] : [],
            spec.Histogram is null ? null : Histogram(aggregations),
            spec.Facets.Count == 0 ? null : spec.Facets.ToDictionary(facet => facet.Field.Name, facet => Facet(aggregations, facet.Field)),
            took.TotalMilliseconds);
    }

    private static long Micros(JsonElement millis) => (long)Math.Floor(millis.GetDouble()) * 1_000;

    private static ReadOnlyMemory<byte> Source(JsonElement hit) => JsonMarshal.GetRawUtf8Value(hit.GetProperty("_source")).ToArray();

    private static IReadOnlyList<HistogramBucket> Histogram(JsonElement aggregations) =>
        aggregations.ValueKind == JsonValueKind.Object && aggregations.TryGetProperty(SearchBody.Histogram, out var histogram)
            ? [.. Buckets(histogram).Select(bucket => new HistogramBucket(DateMath.Time(Micros(bucket.GetProperty("key"))), Count(bucket)))]
            : [];

    private static IReadOnlyList<FacetValue> Facet(JsonElement aggregations, FieldDefinition field) =>
        [.. Buckets(aggregations.GetProperty(SearchBody.Facet + field.Name)).Select(bucket => new FacetValue(Value(bucket), Count(bucket)))];

    private static JsonElement.ArrayEnumerator Buckets(JsonElement aggregation) =>
        aggregation.TryGetProperty("buckets", out var buckets) ? buckets.EnumerateArray() : default;

    private static string Value(JsonElement bucket) =>
        bucket.TryGetProperty("key_as_string", out var text) ? text.GetString()! : bucket.GetProperty("key").ToString();

    private static long Count(JsonElement bucket) => bucket.GetProperty("doc_count").GetInt64();
}
