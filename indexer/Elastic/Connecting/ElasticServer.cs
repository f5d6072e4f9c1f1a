using System.Globalization;
using System.Text.Json;

namespace Snowtrail.Indexer.Elastic.Connecting;

/// <summary>What answers at the address, and in which words to speak to it.</summary>
/// <param name="Product">Which of the two.</param>
/// <param name="Version">As it says it, such as <c>9.4.3</c>.</param>
internal sealed record ElasticServer(ElasticProduct Product, string Version)
{
    /// <summary>The newest version of Elasticsearch's media type that the client knows; a newer server understands it too.</summary>
    private const int MajorMax = 9;

    private const int ElasticsearchMajorMin = 8;

    private const int OpenSearchMajorMin = 2;

    /// <summary>Media type of one document of JSON.</summary>
    public string Json => MediaType("json");

    /// <summary>Media type of a bulk request.</summary>
    public string Lines => MediaType("x-ndjson");

    private int Major => int.TryParse(Version.AsSpan(0, Math.Max(0, Version.IndexOf('.'))), CultureInfo.InvariantCulture, out var major) ? major : 0;

    /// <summary>Reads the answer to <c>GET /</c>; null when it is neither product or one too old.</summary>
    public static ElasticServer? Read(ReadOnlySpan<byte> greeting)
    {
        try
        {
            var reader = new Utf8JsonReader(greeting);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("version", out var version)
                || !version.TryGetProperty("number", out var number) || number.GetString() is not { } text)
            {
                return null;
            }

            var isOpenSearch = version.TryGetProperty("distribution", out var distribution) && distribution.ValueEquals("opensearch"u8);
            var server = new ElasticServer(isOpenSearch ? ElasticProduct.OpenSearch : ElasticProduct.Elasticsearch, text);
            return server.Major >= (isOpenSearch ? OpenSearchMajorMin : ElasticsearchMajorMin) ? server : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Product} {Version}";

    // Elasticsearch answers a version that it does not know with 400, and OpenSearch any type of Elasticsearch's with 406
    private string MediaType(string form) => Product == ElasticProduct.OpenSearch
        ? $"application/{form}"
        : $"application/vnd.elasticsearch+{form};compatible-with={Math.Min(Major, MajorMax)}";
}
