using System.Text.Json;
using System.Text.Unicode;

namespace Snowtrail.Proxy.Protocol;

/// <summary>Reads JSON of which only one reading exists: valid UTF-8, no name twice in an object, bounded depth.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The object, or null with a reason.</summary>
    public static JsonDocument? ParseObject(ReadOnlyMemory<byte> body, out string? fault)
    {
        fault = null;
        if (!Utf8.IsValid(body.Span))
        {
            fault = "the body is not valid UTF-8";
            return null;
        }
        try
        {
            var document = JsonDocument.Parse(body, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            fault = "the body is not a JSON object";
        }
        catch (JsonException)
        {
            // The exception's text quotes the body, which may hold a secret
            fault = "the body is not valid JSON, nests too deep, or names a member twice";
        }
        return null;
    }

    /// <summary>A text member; null when absent, null or of another kind.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>An object member; null when absent or of another kind.</summary>
    public static JsonElement? Object(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : null;
}
