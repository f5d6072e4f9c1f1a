using System.Text.Encodings.Web;
using System.Text.Json;

namespace Snowtrail.Sandbox.Http;

/// <summary>How the sandbox reads and writes JSON.</summary>
internal static class JsonOptions
{
    public static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };
}
