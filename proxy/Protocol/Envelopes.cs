using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Snowtrail.Proxy.Protocol;

/// <summary>Writes the envelopes that drivers read.</summary>
internal static class Envelopes
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>{"data":null,...,"success":true}</c>.</summary>
    public static byte[] Success { get; } = Write(writer => writer.WriteNull("data"u8), null, null, true);

    /// <summary>An answer whose data is a text.</summary>
    public static byte[] SuccessText(string data) => Write(writer => writer.WriteString("data"u8, data), null, null, true);

    /// <summary>A failure that belongs to no statement.</summary>
    public static byte[] Failure(string code, string message) => Write(
        writer =>
        {
            writer.WriteStartObject("data"u8);
            writer.WriteString("errorCode"u8, code);
            writer.WriteString("sqlState"u8, "08001");
            writer.WriteEndObject();
        }, code, message, false);

    /// <summary>A failed statement.</summary>
    public static byte[] StatementFailure(string code, string sqlState, string message, string? queryId) => Write(
        writer =>
        {
            writer.WriteStartObject("data"u8);
            writer.WriteBoolean("internalError"u8, false);
            writer.WriteBoolean("unredactedFromSecureObject"u8, false);
            writer.WriteString("errorCode"u8, code);
            writer.WriteNumber("age"u8, 0);
            writer.WriteString("sqlState"u8, sqlState);
            if (queryId is not null)
                writer.WriteString("queryId"u8, queryId);
            writer.WriteNumber("line"u8, -1);
            writer.WriteNumber("pos"u8, -1);
            writer.WriteString("type"u8, "COMPILATION");
            writer.WriteEndObject();
        }, code, message, false);

    /// <summary>Not yet: ask again.</summary>
    public static byte[] InProgress(string queryId, bool async) => Write(
        writer =>
        {
            writer.WriteStartObject("data"u8);
            writer.WriteString("queryId"u8, queryId);
            writer.WriteNull("progressDesc"u8);
            writer.WriteNumber("queryAbortsAfterSecs"u8, 300);
            writer.WriteString("getResultUrl"u8, $"/queries/{queryId}/result");
            writer.WriteEndObject();
        },
        async ? Codes.InProgressAsync : Codes.InProgress,
        async ? "Query execution in progress. Query result is pending." : "Query execution in progress.",
        true);

    /// <summary>Any envelope; <paramref name="data"/> writes the member <c>data</c>.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> data, string? code, string? message, bool success)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            data(writer);
            writer.WriteString("code"u8, code);
            writer.WriteString("message"u8, message);
            writer.WriteBoolean("success"u8, success);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
