using System.Text.Json;

namespace Snowtrail.Sandbox.Http;

/// <summary>The envelope every driver answer has: data, code, message, success.</summary>
internal static class Envelope
{
    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter>? data, string? code = null, string? message = null, bool success = true, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions.Relaxed))
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            if (data is null)
            {
                json.WriteNullValue();
            }
            else
            {
                data(json);
            }

            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteBoolean("success", success);
            json.WriteEndObject();
        }

        http.Response.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }

    public static Task FailAsync(HttpContext http, string code, string message, int status = 200) =>
        WriteAsync(http, null, code, message, success: false, status);

    public static Task FailAsync(HttpContext http, string queryId, Execution.Failed failed) => WriteAsync(
        http,
        json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("internalError", false);
            json.WriteBoolean("unredactedFromSecureObject", false);
            json.WriteString("errorCode", failed.Code);
            json.WriteNumber("age", 0);
            json.WriteString("sqlState", failed.SqlState);
            json.WriteString("queryId", queryId);
            json.WriteNumber("line", -1);
            json.WriteNumber("pos", -1);
            json.WriteString("type", failed.Message.StartsWith("SQL compilation", StringComparison.Ordinal) ? "COMPILATION" : "EXECUTION");
            json.WriteEndObject();
        },
        failed.Code,
        failed.Message,
        success: false);
}
