using System.Buffers;
using System.Text.Json;

namespace Snowtrail.Indexer.Search;

/// <summary>A result as the search API answers it.</summary>
public static class SearchJson
{
    /// <summary>
    /// Writes <c>{"total":N,"hits":[document, …],"took_ms":…}</c>, with <c>"histogram":[{"from","count"}, …]</c> and
    /// <c>"facets":{FIELD:[{"value","count"}, …]}</c> when they were asked for.
    /// </summary>
    public static void Write(SearchResult result, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber("total"u8, result.Total);
        json.WriteStartArray("hits"u8);
        foreach (var hit in result.Hits)
            json.WriteRawValue(hit.Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteNumber("took_ms"u8, Math.Round(result.TookMs, 3));
        WriteHistogram(result, json);
        WriteFacets(result, json);
        json.WriteEndObject();
    }

    private static void WriteHistogram(SearchResult result, Utf8JsonWriter json)
    {
        if (result.Histogram is null)
            return;
        json.WriteStartArray("histogram"u8);
        foreach (var bucket in result.Histogram)
        {
            json.WriteStartObject();
            json.WriteString("from"u8, bucket.From.UtcDateTime);
            json.WriteNumber("count"u8, bucket.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFacets(SearchResult result, Utf8JsonWriter json)
    {
        if (result.Facets is null)
            return;
        json.WriteStartObject("facets"u8);
        foreach (var (field, values) in result.Facets)
        {
            json.WriteStartArray(field);
            foreach (var value in values)
            {
                json.WriteStartObject();
                json.WriteString("value"u8, value.Value);
                json.WriteNumber("count"u8, value.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
