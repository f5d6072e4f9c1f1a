using System.Text.Json;
using System.Text.Unicode;
using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Results.Answers;

/// <summary>
/// One strict reading of an answer: what it says, and where in its bytes that stands. Doubled members are refused, also those that differ
/// only in case, because drivers disagree on which of them counts.
/// </summary>
internal sealed class AnswerScan
{
    private readonly AnswerShape _shape;
    private readonly List<AnswerColumn> _columns = [];
    private readonly List<AnswerChunk> _chunks = [];
    private readonly List<(string Name, ByteRange Place, int ValueEnd)> _dataMembers = [];
    private AnswerFacts _facts = new();
    private bool _uploads;
    private bool _transfers;

    private AnswerScan(AnswerShape shape) => _shape = shape;

    public AnswerFacts Facts => _facts with
    {
        Columns = [.. _columns.Select(column => new ResultColumn { Name = column.Type.Name, Type = column.Type.Type })],
        Chunks = _chunks.Count,
    };

    /// <summary>Direction of a transfer that the answer would start; null for none.</summary>
    public string? Transfer => _transfers ? _uploads ? "upload" : "download" : null;

    public IReadOnlyList<AnswerColumn> Columns => _columns;

    public IReadOnlyList<AnswerChunk> Chunks => _chunks;

    public Dictionary<string, string> ChunkHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string? Qrmk { get; private set; }

    /// <summary>Members of <c>data</c> in order: name, place from the name on, end of the value.</summary>
    public IReadOnlyList<(string Name, ByteRange Place, int ValueEnd)> DataMembers => _dataMembers;

    /// <summary>The rows, brackets included.</summary>
    public ByteRange? Rowset { get; private set; }

    /// <summary>The Arrow stream in base64, quotes included.</summary>
    public ByteRange? RowsetBase64 { get; private set; }

    /// <summary>The message, quotes included.</summary>
    public ByteRange? Message { get; private set; }

    public ByteRange? GetResultUrl { get; private set; }

    public static AnswerScan Read(ReadOnlySpan<byte> body, AnswerShape shape, RewriteLimits limits)
    {
        if (!Utf8.IsValid(body))
            throw new UnreadableResultException("The warehouse's answer is not valid UTF-8.");
        var scan = new AnswerScan(shape);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.DepthMax });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new UnreadableResultException("The warehouse's answer is not a JSON object.");
        scan.Object(ref reader, scan.RootMember);
        if (reader.Read())
            throw new UnreadableResultException("The warehouse's answer goes on behind its end.");
        return scan;
    }

    private delegate void Member(string name, ref Utf8JsonReader reader);

    // The reader stands on the opening brace; afterwards on the closing one.
    private void Object(ref Utf8JsonReader reader, Member member, bool isData = false)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            if (!names.Add(name))
                throw new UnreadableResultException("The warehouse's answer holds a member twice.");
            reader.Read();
            NoteTransfer(name, ref reader, isData);
            member(name.ToUpperInvariant(), ref reader);
            if (isData)
                _dataMembers.Add((name.ToUpperInvariant(), new ByteRange(start, (int)reader.BytesConsumed), (int)reader.BytesConsumed));
        }
    }

    // The reader stands on the first token of a value; afterwards on its last.
    private void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            Object(ref reader, (_, ref inner) => Skip(ref inner));
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Skip(ref reader);
        }
    }

    private void NoteTransfer(string name, ref Utf8JsonReader reader, bool isData)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        var upper = name.ToUpperInvariant();
        _transfers |= upper is "STAGEINFO" or "PRESIGNEDURL" or "PRESIGNEDURLS" or "ENCRYPTIONMATERIAL" or "CREDS" || (isData && upper == "COMMAND");
        if (isData && upper == "COMMAND" && reader.TokenType == JsonTokenType.String)
            _uploads = string.Equals(reader.GetString(), "UPLOAD", StringComparison.OrdinalIgnoreCase);
    }

    private void RootMember(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "DATA" when _shape == AnswerShape.Driver && reader.TokenType == JsonTokenType.StartObject:
                Object(ref reader, DataMember, isData: true);
                break;
            case "DATA" when _shape == AnswerShape.SqlApi && reader.TokenType == JsonTokenType.StartArray:
                Rowset = Whole(ref reader);
                break;
            case "RESULTSETMETADATA" when reader.TokenType == JsonTokenType.StartObject:
                Object(ref reader, MetadataMember);
                break;
            case "SUCCESS":
                _facts = _facts with { Success = reader.TokenType == JsonTokenType.True };
                Skip(ref reader);
                break;
            case "CODE":
                _facts = _facts with { Code = Text(ref reader) };
                break;
            case "MESSAGE":
                Message = reader.TokenType == JsonTokenType.String ? Place(ref reader) : null;
                _facts = _facts with { Message = Text(ref reader) };
                break;
            case "SQLSTATE":
                _facts = _facts with { SqlState = Text(ref reader) };
                break;
            case "STATEMENTHANDLE":
                _facts = _facts with { QueryId = Text(ref reader) };
                break;
            default:
                Skip(ref reader);
                break;
        }
    }

    private void MetadataMember(string name, ref Utf8JsonReader reader)
    {
        if (name == "ROWTYPE" && reader.TokenType == JsonTokenType.StartArray)
            RowType(ref reader);
        else
            Skip(ref reader);
    }

    private void DataMember(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "ROWTYPE" when reader.TokenType == JsonTokenType.StartArray:
                RowType(ref reader);
                break;
            case "ROWSET" when reader.TokenType == JsonTokenType.StartArray:
                Rowset = Whole(ref reader);
                break;
            case "ROWSETBASE64" when reader.TokenType == JsonTokenType.String:
                RowsetBase64 = Place(ref reader);
                break;
            case "ROWSET" or "ROWSETBASE64" when reader.TokenType != JsonTokenType.Null:
                throw new UnreadableResultException("The rows of the warehouse's answer have an unknown form.");
            case "QUERYRESULTFORMAT":
                Format(Text(ref reader));
                break;
            case "CHUNKS" when reader.TokenType == JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    Chunk(ref reader);
                break;
            case "CHUNKS" when reader.TokenType != JsonTokenType.Null:
                throw new UnreadableResultException("The chunks of the warehouse's answer have an unknown form.");
            case "CHUNKHEADERS" when reader.TokenType == JsonTokenType.StartObject:
                Object(ref reader, (header, ref inner) => ChunkHeaders[header] = Text(ref inner) ?? "");
                break;
            case "QRMK":
                Qrmk = Text(ref reader);
                break;
            case "GETRESULTURL":
                GetResultUrl = reader.TokenType == JsonTokenType.String ? Place(ref reader) : null;
                _facts = _facts with { GetResultUrl = Text(ref reader) };
                break;
            default:
                Fact(name, ref reader);
                break;
        }
    }

    private void Fact(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "SQLSTATE":
                _facts = _facts with { SqlState = Text(ref reader) };
                break;
            case "QUERYID":
                _facts = _facts with { QueryId = Text(ref reader) };
                break;
            case "STATEMENTTYPEID":
                _facts = _facts with { StatementTypeId = Number(ref reader) };
                break;
            case "TOTAL":
                _facts = _facts with { Total = Number(ref reader) };
                break;
            case "FINALDATABASENAME":
                _facts = _facts with { FinalDatabaseName = Text(ref reader) };
                break;
            case "FINALSCHEMANAME":
                _facts = _facts with { FinalSchemaName = Text(ref reader) };
                break;
            case "FINALWAREHOUSENAME":
                _facts = _facts with { FinalWarehouseName = Text(ref reader) };
                break;
            case "FINALROLENAME":
                _facts = _facts with { FinalRoleName = Text(ref reader) };
                break;
            case "RESULTIDS":
                _facts = _facts with { ResultIds = Parts(Text(ref reader)) };
                break;
            case "RESULTTYPES":
                _facts = _facts with { ResultTypes = Parts(Text(ref reader)) };
                break;
            default:
                Skip(ref reader);
                break;
        }
    }

    private void RowType(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new UnreadableResultException("A column of the warehouse's answer has an unknown form.");
            var (name, type, scale) = ("", "", 0L);
            ByteRange? place = null, nullable = null;
            Object(ref reader, (member, ref inner) =>
            {
                switch (member)
                {
                    case "NAME":
                        place = inner.TokenType == JsonTokenType.String ? Place(ref inner) : null;
                        name = Text(ref inner) ?? "";
                        break;
                    case "TYPE":
                        type = Text(ref inner)?.ToLowerInvariant() ?? "";
                        break;
                    case "SCALE":
                        scale = Number(ref inner) ?? 0;
                        break;
                    case "NULLABLE":
                        nullable = inner.TokenType == JsonTokenType.False ? Place(ref inner) : null;
                        Skip(ref inner);
                        break;
                    default:
                        Skip(ref inner);
                        break;
                }
            });
            _columns.Add(new AnswerColumn(new ResultType(name, type, (int)Math.Clamp(scale, 0, 38)), place, nullable));
        }
    }

    private void Chunk(ref Utf8JsonReader reader)
    {
        var chunk = new AnswerChunk();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new UnreadableResultException("A chunk of the warehouse's answer has an unknown form.");
        Object(ref reader, (member, ref inner) =>
        {
            switch (member)
            {
                case "URL":
                    chunk.UrlPlace = Place(ref inner);
                    chunk.Url = Text(ref inner) ?? "";
                    break;
                case "ROWCOUNT":
                    chunk.RowCount = Number(ref inner) ?? 0;
                    break;
                case "UNCOMPRESSEDSIZE":
                    chunk.UncompressedPlace = Place(ref inner);
                    chunk.UncompressedSize = Number(ref inner) ?? 0;
                    break;
                case "COMPRESSEDSIZE":
                    chunk.CompressedSize = Number(ref inner) ?? 0;
                    break;
                default:
                    Skip(ref inner);
                    break;
            }
        });
        _chunks.Add(chunk.Url.Length > 0 ? chunk : throw new UnreadableResultException("A chunk of the warehouse's answer has no address."));
    }

    private void Format(string? format) => _facts = _facts with
    {
        Format = format?.ToUpperInvariant() switch
        {
            null or "JSON" => ResultFormat.Json,
            "ARROW" => ResultFormat.Arrow,
            _ => throw new UnreadableResultException("The warehouse's answer has rows in a format that the gateway does not know."),
        },
    };

    private ByteRange Whole(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        Skip(ref reader);
        return new ByteRange(start, (int)reader.BytesConsumed);
    }

    private static ByteRange Place(ref Utf8JsonReader reader) => new((int)reader.TokenStartIndex, (int)reader.BytesConsumed);

    private string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        Skip(ref reader);
        return null;
    }

    private long? Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
            return number;
        Skip(ref reader);
        return null;
    }

    private static string[] Parts(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
