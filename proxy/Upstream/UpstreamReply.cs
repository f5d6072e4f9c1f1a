using System.Text.Json;
using Snowtrail.Proxy.Protocol;

namespace Snowtrail.Proxy.Upstream;

/// <summary>What the gateway has to know of a reply; the rows are left alone.</summary>
internal sealed record UpstreamReply
{
    private const int TextLengthMax = 8_192;

    private bool _isReply;

    public bool Success { get; private set; }
    public string? Code { get; private set; }
    public string? Message { get; private set; }
    public string? SqlState { get; private set; }
    public string? QueryId { get; private set; }
    public string? FinalDatabase { get; private set; }
    public string? FinalSchema { get; private set; }
    public string? FinalWarehouse { get; private set; }
    public string? FinalRole { get; private set; }
    public long? StatementTypeId { get; private set; }
    public long Affected { get; private set; }
    public bool Transfer { get; private set; }
    public string? QueryTag { get; private set; }

    public bool InProgress => Codes.MeansInProgress(Code);

    /// <summary>Reads a reply.</summary>
    /// <exception cref="UpstreamException">It is no envelope.</exception>
    public static UpstreamReply Read(ReadOnlyMemory<byte> body)
    {
        var reply = new UpstreamReply();
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 128 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw Malformed(null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                reply.ReadMember(ref reader);
            if (reader.TokenType != JsonTokenType.EndObject || reader.Read() || !reply._isReply)
                throw Malformed(null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            throw Malformed(fault);
        }
        return reply;
    }

    private static UpstreamException Malformed(Exception? inner) => new("the warehouse's answer is not a reply of its protocol", UpstreamFault.Malformed, inner);

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("success"u8))
        {
            reader.Read();
            Success = reader.TokenType == JsonTokenType.True;
            _isReply |= reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        }
        else if (reader.ValueTextEquals("code"u8))
            Code = TextOf(ref reader);
        else if (reader.ValueTextEquals("message"u8))
            Message = TextOf(ref reader);
        else if (reader.ValueTextEquals("data"u8))
            ReadData(ref reader);
        else
            SkipValue(ref reader);
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            switch (name)
            {
                case "queryId": QueryId = TextOf(ref reader); break;
                case "sqlState": SqlState = TextOf(ref reader); break;
                case "finalDatabaseName": FinalDatabase = TextOf(ref reader); break;
                case "finalSchemaName": FinalSchema = TextOf(ref reader); break;
                case "finalWarehouseName": FinalWarehouse = TextOf(ref reader); break;
                case "finalRoleName": FinalRole = TextOf(ref reader); break;
                case "command": Transfer |= !IsNull(ref reader); break;
                case "stageInfo": Transfer |= !IsNull(ref reader); break;
                case "statementTypeId": StatementTypeId = NumberOf(ref reader); break;
                case "stats": ReadStats(ref reader); break;
                case "parameters": ReadParameters(ref reader); break;
                default: SkipValue(ref reader); break;
            }
        }
    }

    private void ReadStats(ref Utf8JsonReader reader)
    {
        foreach (var member in ElementOf(ref reader) is { ValueKind: JsonValueKind.Object } stats ? stats.EnumerateObject() : default)
        {
            if (member.Name is "numRowsInserted" or "numRowsUpdated" or "numRowsDeleted" && member.Value.TryGetInt64(out var rows))
                Affected += rows;
        }
    }

    private void ReadParameters(ref Utf8JsonReader reader)
    {
        if (ElementOf(ref reader) is not { ValueKind: JsonValueKind.Array } parameters)
            return;
        foreach (var one in parameters.EnumerateArray())
        {
            if (one.Text("name") == "QUERY_TAG")
                QueryTag = one.Text("value");
        }
    }

    private static JsonElement ElementOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonElement.ParseValue(ref reader);
    }

    private static bool IsNull(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        reader.Skip();
        return false;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString() is { Length: <= TextLengthMax } text ? text : reader.GetString()![..TextLengthMax];
        reader.Skip();
        return null;
    }

    private static long? NumberOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
            return number;
        reader.Skip();
        return null;
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
