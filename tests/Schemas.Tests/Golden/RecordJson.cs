using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Snowtrail.Schemas.Tests.Golden;

/// <summary>A record as JSON for a person to read.</summary>
internal static class RecordJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new ChoiceConverter<IAuditEventBody>(), new ChoiceConverter<IEnrichedEventBody>() },
    };

    internal static string From(object record) => JsonSerializer.Serialize(record, Options).ReplaceLineEndings("\n") + "\n";

    /// <summary>A union of records as an object whose one property is the name of the record.</summary>
    private sealed class ChoiceConverter<T> : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(value.GetType().Name);
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}
