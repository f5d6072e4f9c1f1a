using System.IO.Compression;
using System.Text.Json;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Results;

namespace Snowtrail.Sandbox.Http;

/// <summary>Writes the SQL API's answers.</summary>
internal static class SqlApiJson
{
    public static Task FailAsync(HttpContext http, int status, string code, string message, string sqlState = "08001") =>
        StatusAsync(http, status, code, sqlState, message, null);

    public static Task StatusAsync(HttpContext http, int status, string code, string sqlState, string message, string? handle) => WriteAsync(http, status, json =>
    {
        Head(json, code, sqlState, message, handle);
        json.WriteEndObject();
    });

    public static Task ResultAsync(HttpContext http, SqlApiHandle handle, Succeeded outcome)
    {
        http.Response.Headers.Link = $"<{Url(handle.Query.Id)}?partition=0>; rel=\"first\", <{Url(handle.Query.Id)}?partition={outcome.Result.Chunks.Count}>; rel=\"last\"";
        return WriteAsync(http, 200, json =>
        {
            Head(json, "090001", "00000", "Statement executed successfully.", handle.Query.Id);
            json.WriteNumber("createdOn", handle.Query.StartedAt.ToUnixTimeMilliseconds());
            if (outcome.Children.Count > 0)
            {
                json.WriteStartArray("statementHandles");
                outcome.Children.ToList().ForEach(c => json.WriteStringValue(c.Id));
                json.WriteEndArray();
            }

            MetaData(json, outcome.Result);
            json.WritePropertyName("data");
            json.WriteRawValue(Rows(handle, outcome.Result.Inline), skipInputValidation: true);
            json.WriteEndObject();
        });
    }

    public static async Task PartitionAsync(HttpContext http, SqlApiHandle handle, StoredChunk chunk)
    {
        using var rows = new MemoryStream(chunk.Bytes);
        await using (var file = new GZipStream(File.OpenRead(chunk.Path), CompressionMode.Decompress))
        {
            await file.CopyToAsync(rows, http.RequestAborted);
        }

        http.Response.ContentType = "application/json";
        http.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync("{\"data\":"u8.ToArray(), http.RequestAborted);
        await gzip.WriteAsync(Rows(handle, rows.ToArray()), http.RequestAborted);
        await gzip.WriteAsync("}"u8.ToArray(), http.RequestAborted);
    }

    private static void Head(Utf8JsonWriter json, string code, string sqlState, string message, string? handle)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("sqlState", sqlState);
        json.WriteString("message", message);
        if (handle is not null)
        {
            json.WriteString("statementHandle", handle);
            json.WriteString("statementStatusUrl", Url(handle));
        }
    }

    private static void MetaData(Utf8JsonWriter json, StoredResult result)
    {
        json.WriteStartObject("resultSetMetaData");
        json.WriteNumber("numRows", result.Total);
        json.WriteString("format", "jsonv2");
        json.WriteStartArray("rowType");
        foreach (var column in result.Columns)
        {
            ResultJson.RowType(json, column);
        }

        json.WriteEndArray();
        json.WriteStartArray("partitionInfo");
        Partition(json, result.InlineRows, result.Inline.Length, null);
        result.Chunks.ToList().ForEach(c => Partition(json, c.Rows, c.Bytes, c.CompressedBytes));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Partition(Utf8JsonWriter json, int rows, int bytes, int? compressed)
    {
        json.WriteStartObject();
        json.WriteNumber("rowCount", rows);
        json.WriteNumber("uncompressedSize", bytes);
        if (compressed is { } size)
        {
            json.WriteNumber("compressedSize", size);
        }

        json.WriteEndObject();
    }

    private static byte[] Rows(SqlApiHandle handle, byte[] rows)
    {
        byte[] array = [(byte)'[', .. rows, (byte)']'];
        if (!handle.NullsAsText)
        {
            return array;
        }

        using var document = JsonDocument.Parse(array);
        return JsonSerializer.SerializeToUtf8Bytes(document.RootElement.EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString() ?? "null")));
    }

    private static string Url(string handle) => "/api/v2/statements/" + handle;

    private static async Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions.Relaxed))
        {
            write(json);
        }

        http.Response.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }
}
