using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Snowtrail.Indexer.Documents;

/// <summary>Writes values as a nested document, fields in the order of their names.</summary>
internal sealed class DocumentJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4_096);
    private readonly Utf8JsonWriter _json;

    public DocumentJson() =>
        // The document is data, never pasted into a page unescaped; SQL stays readable
        _json = new(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The document's bytes; the caller owns them.</summary>
    public byte[] Write(FieldValues values)
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        IReadOnlyList<JsonEncodedText> open = [];
        foreach (var field in FieldCatalog.All)
        {
            if (values[field] is not { } value)
                continue;
            Descend(open, field.Path);
            open = field.Path;
            WriteValue(field, value);
        }

        for (var depth = open.Count - 1; depth > 0; depth--)
            _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan.ToArray();
    }

    public void Dispose() => _json.Dispose();

    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Closes the objects that the next field is not in, opens those it is in, and writes its name.</summary>
    private void Descend(IReadOnlyList<JsonEncodedText> open, IReadOnlyList<JsonEncodedText> path)
    {
        var shared = 0;
        while (shared < open.Count - 1 && shared < path.Count - 1 && open[shared].Equals(path[shared]))
            shared++;
        for (var depth = open.Count - 1; depth > shared; depth--)
            _json.WriteEndObject();
        for (var depth = shared; depth < path.Count - 1; depth++)
            _json.WriteStartObject(path[depth]);
        _json.WritePropertyName(path[^1]);
    }

    private void WriteValue(FieldDefinition field, object value)
    {
        switch (value)
        {
            case IReadOnlyList<string> texts:
                _json.WriteStartArray();
                foreach (var text in texts)
                    _json.WriteStringValue(text);
                _json.WriteEndArray();
                break;
            case IReadOnlyList<IReadOnlyList<FlatEntry>> objects when field.IsMany:
                _json.WriteStartArray();
                foreach (var entries in objects)
                    WriteObject(entries);
                _json.WriteEndArray();
                break;
            case IReadOnlyList<IReadOnlyList<FlatEntry>> objects:
                WriteObject(objects[0]);
                break;
            default:
                WriteScalar(value);
                break;
        }
    }

    private void WriteObject(IReadOnlyList<FlatEntry> entries)
    {
        _json.WriteStartObject();
        foreach (var (key, value) in entries)
        {
            if (value is null)
                continue;
            _json.WritePropertyName(key);
            WriteScalar(value);
        }

        _json.WriteEndObject();
    }

    private void WriteScalar(object value)
    {
        switch (value)
        {
            case string text:
                _json.WriteStringValue(text);
                break;
            case long number:
                _json.WriteNumberValue(number);
                break;
            case double number:
                _json.WriteNumberValue(number);
                break;
            case bool truth:
                _json.WriteBooleanValue(truth);
                break;
            case DateTimeOffset time:
                _json.WriteStringValue(Iso(time));
                break;
            default:
                throw new InvalidOperationException($"no JSON form for {value.GetType()}");
        }
    }
}
