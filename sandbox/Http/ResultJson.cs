using System.Globalization;
using System.Text.Json;
using Snowtrail.Sandbox.Execution;
using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Http;

/// <summary>Writes a finished statement's <c>data</c> (protocol section 3.3).</summary>
internal static class ResultJson
{
    public static void Write(Utf8JsonWriter json, Session session, Query query, Succeeded outcome, ChunkUrls urls, DateTimeOffset now)
    {
        var result = outcome.Describes ? StatementContext.Empty(outcome.Result.Columns, outcome.Result.Format) : outcome.Result;
        json.WriteStartObject();
        Parameters(json, session.Parameters.All);
        json.WriteStartArray("rowtype");
        foreach (var column in result.Columns)
        {
            RowType(json, column);
        }

        json.WriteEndArray();
        Rows(json, result);
        json.WriteNumber("total", result.Total);
        json.WriteNumber("returned", result.Total);
        json.WriteString("queryId", query.Id);
        json.WriteNull("databaseProvider");
        json.WriteString("finalDatabaseName", outcome.Database);
        json.WriteString("finalSchemaName", outcome.Schema);
        json.WriteString("finalWarehouseName", outcome.Warehouse);
        json.WriteString("finalRoleName", outcome.Role);
        Binds(json, outcome);
        json.WriteNumber("statementTypeId", (int)outcome.Kind);
        json.WriteNumber("version", 1);
        json.WriteNumber("sendResultTime", now.ToUnixTimeMilliseconds());
        json.WriteString("queryResultFormat", result.Format == ResultFormat.Arrow ? "arrow" : "json");
        Chunks(json, result, urls, now);
        Children(json, outcome);
        Stats(json, outcome);
        json.WriteStartObject("queryContext");
        json.WriteStartArray("entries");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Parameters(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object>> parameters)
    {
        json.WriteStartArray("parameters");
        foreach (var (name, value) in parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WritePropertyName("value");
            switch (value)
            {
                case bool flag: json.WriteBooleanValue(flag); break;
                case int number: json.WriteNumberValue(number); break;
                default: json.WriteStringValue((string)value); break;
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void RowType(Utf8JsonWriter json, ResultColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("database", column.Database);
        json.WriteString("schema", column.Schema);
        json.WriteString("table", column.Table);
        TypeMembers(json, column);
        json.WriteNull("collation");
        json.WriteEndObject();
    }

    private static void TypeMembers(Utf8JsonWriter json, ResultColumn column)
    {
        json.WriteBoolean("nullable", column.Nullable);
        json.WriteString("type", column.TypeName);
        Number(json, "precision", column.Type == LogicalType.Fixed ? column.Precision : column.IsTimestamp || column.Type == LogicalType.Time ? 0 : null);
        Number(json, "scale", column.Type is LogicalType.Fixed or LogicalType.Time || column.IsTimestamp ? column.Scale : null);
        Number(json, "length", column.Type is LogicalType.Text or LogicalType.Binary ? column.Length : null);
        Number(json, "byteLength", column.Type is LogicalType.Text or LogicalType.Binary ? ArrowFields.ByteLength(column) : null);
    }

    private static void Rows(Utf8JsonWriter json, StoredResult result)
    {
        if (result.Format == ResultFormat.Arrow)
        {
            json.WriteBase64String("rowsetBase64", result.Inline);
            return;
        }

        json.WritePropertyName("rowset");
        json.WriteRawValue([(byte)'[', .. result.Inline, (byte)']'], skipInputValidation: true);
    }

    private static void Binds(Utf8JsonWriter json, Succeeded outcome)
    {
        json.WriteNumber("numberOfBinds", outcome.BindCount);
        json.WriteBoolean("arrayBindSupported", outcome.BindCount > 0 && StatementKinds.IsDml(outcome.Kind));
        if (outcome is { Describes: true, BindCount: > 0 })
        {
            json.WriteStartArray("metaDataOfBinds");
            for (var i = 0; i < outcome.BindCount; i++)
            {
                RowType(json, ResultColumn.Text((i + 1).ToString(CultureInfo.InvariantCulture)));
            }

            json.WriteEndArray();
        }
    }

    private static void Chunks(Utf8JsonWriter json, StoredResult result, ChunkUrls urls, DateTimeOffset now)
    {
        if (result.Chunks.Count == 0)
        {
            return;
        }

        json.WriteStartArray("chunks");
        foreach (var chunk in result.Chunks)
        {
            json.WriteStartObject();
            json.WriteString("url", urls.Sign(chunk, now));
            json.WriteNumber("rowCount", chunk.Rows);
            json.WriteNumber("uncompressedSize", chunk.Bytes);
            json.WriteNumber("compressedSize", chunk.CompressedBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("chunkHeaders");
        json.WriteString(ChunkUrls.AlgorithmHeader, ChunkUrls.Algorithm);
        json.WriteString(ChunkUrls.KeyHeader, urls.Key(result.Id));
        json.WriteEndObject();
    }

    private static void Children(Utf8JsonWriter json, Succeeded outcome)
    {
        if (outcome.Children.Count > 0)
        {
            json.WriteString("resultIds", string.Join(',', outcome.Children.Select(c => c.Id)));
            json.WriteString("resultTypes", string.Join(',', outcome.Children.Select(c => ((int)c.Kind).ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static void Stats(Utf8JsonWriter json, Succeeded outcome)
    {
        if (outcome.Counts is { } counts)
        {
            json.WriteStartObject("stats");
            json.WriteNumber("numRowsInserted", counts.Inserted);
            json.WriteNumber("numRowsUpdated", counts.Updated);
            json.WriteNumber("numRowsDeleted", counts.Deleted);
            json.WriteNumber("numDmlDuplicates", 0);
            json.WriteEndObject();
        }
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
