using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Snowtrail.Indexer.Documents;

/// <summary>Writes values as a nested document, fields in the order of their names.</summary>
internal sealed class DocumentJson : IDisposable
{
    private const int RoundTripBytes = 28;
    private readonly ArrayBufferWriter<byte> _bytes = new(4_096);
    private readonly Utf8JsonWriter _json;

    public DocumentJson() =>
        // The document is data, never pasted into a page unescaped; SQL stays readable
        _json = new(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The document's bytes, good until the next call.</summary>
    public ReadOnlyMemory<byte> Write(FieldValues values)
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        JsonEncodedText[] open = [];
        foreach (var field in values.Present())
        {
            Descend(open, field.Path);
            open = field.Path;
            WriteValue(field, values[field]!);
        }

        for (var depth = open.Length - 1; depth > 0; depth--)
            _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();

    /// <summary>To the microsecond, as <c>2026-01-02T12:00:00.000000Z</c>.</summary>
    public static string Iso(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[RoundTripBytes];
        return Encoding.ASCII.GetString(Iso(time, text));
    }

    // The round-trip form is written many times faster than one of a pattern; it has one digit more
    private static ReadOnlySpan<byte> Iso(DateTimeOffset time, Span<byte> text)
    {
        time.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[^2] = (byte)'Z';
        return text[..^1];
    }

    /// <summary>Closes the objects that the next field is not in, opens those it is in, and writes its name.</summary>
    private void Descend(JsonEncodedText[] open, JsonEncodedText[] path)
    {
        var shared = 0;
        while (shared < open.Length - 1 && shared < path.Length - 1 && open[shared].Equals(path[shared]))
            shared++;
        for (var depth = open.Length - 1; depth > shared; depth--)
            _json.WriteEndObject();
        for (var depth = shared; depth < path.Length - 1; depth++)
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
                _json.WriteStringValue(Iso(time, stackalloc byte[RoundTripBytes]));
                break;
            default:
                throw new InvalidOperationException($"no JSON form for {value.GetType()}");
        }
    }
}
