using System.Text.Json;
using Avro;
using Avro.Generic;
using Avro.IO;
using Snowtrail.Schemas;

namespace Snowtrail.Kafka.Alerting;

/// <summary>An alert as a webhook carries it.</summary>
/// <param name="Id">Stays the same for every attempt and every replay; a later telling of the same alert has another.</param>
/// <param name="Body">JSON: <c>type</c>, <c>timestamp</c>, and <c>data</c> with the fields of <c>alert.avsc</c>.</param>
internal sealed record AlertMessage(string Id, byte[] Body)
{
    private static readonly RecordSchema AlertSchema = (RecordSchema)Schema.Parse(Alert.AvroSchema);

    /// <summary>The message; null when the event is no alert.</summary>
    public static AlertMessage? Of(EnrichedEvent told)
    {
        if (told.Body is not Alert alert)
            return null;
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", "snowtrail.alert");
            json.WriteString("timestamp", alert.Time.UtcDateTime);
            json.WritePropertyName("data");
            WriteAlert(json, alert);
            json.WriteEndObject();
        }

        // A dot would end the id in what is signed
        return new($"{told.Id}_{told.GatewayId}-{told.Sequence:D12}".Replace('.', '-'), bytes.ToArray());
    }

    /// <summary>Every field by its name in the schema, whatever fields it will have.</summary>
    public static void WriteAlert(Utf8JsonWriter json, Alert alert)
    {
        using var bytes = new MemoryStream(alert.ToAvro());
        Write(json, new GenericDatumReader<GenericRecord>(AlertSchema, AlertSchema).Read(null!, new BinaryDecoder(bytes)));
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case GenericRecord record:
                json.WriteStartObject();
                foreach (var field in record.Schema.Fields)
                {
                    json.WritePropertyName(field.Name);
                    Write(json, record[field.Name]);
                }

                json.WriteEndObject();
                break;
            case IDictionary<string, object> map:
                json.WriteStartObject();
                foreach (var (name, item) in map)
                {
                    json.WritePropertyName(name);
                    Write(json, item);
                }

                json.WriteEndObject();
                break;
            case GenericEnum symbol:
                json.WriteStringValue(symbol.Value);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case System.Collections.IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                JsonSerializer.Serialize(json, value);
                break;
        }
    }
}
