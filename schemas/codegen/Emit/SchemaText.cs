using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Snowtrail.Schemas.Codegen.Model;
using Snowtrail.Schemas.Codegen.Parsing;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>A record's schema as one JSON text in which each type it uses is defined where it is first named.</summary>
internal sealed class SchemaText
{
    private readonly SchemaSet _set;
    private readonly Utf8JsonWriter _json;
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);

    private SchemaText(SchemaSet set, Utf8JsonWriter json) => (_set, _json) = (set, json);

    /// <summary>With docs, defaults and logical types, as a schema registry takes it.</summary>
    internal static string SelfContained(SchemaSet set, NamedType.Record record) => Text(set, text => text.Full(record));

    /// <summary>The Parsing Canonical Form of the Avro specification.</summary>
    internal static string Canonical(SchemaSet set, NamedType.Record record) =>
        Text(set, text => text.Bare(new AvroType.Named(record.FullName)));

    private static string Text(SchemaSet set, Action<SchemaText> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(new SchemaText(set, json));
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Full(NamedType type)
    {
        _defined.Add(type.FullName);
        _json.WriteStartObject();
        foreach (var part in type.Json.EnumerateObject())
        {
            _json.WritePropertyName(part.Name);
            if (part.NameEquals("fields"))
            {
                FullFields(type, part.Value);
            }
            else
            {
                part.Value.WriteTo(_json);
            }
        }

        _json.WriteEndObject();
    }

    private void FullFields(NamedType type, JsonElement fields)
    {
        _json.WriteStartArray();
        foreach (var field in fields.EnumerateArray())
        {
            _json.WriteStartObject();
            foreach (var part in field.EnumerateObject())
            {
                _json.WritePropertyName(part.Name);
                if (part.NameEquals("type"))
                {
                    FullType(type, part.Value);
                }
                else
                {
                    part.Value.WriteTo(_json);
                }
            }

            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void FullType(NamedType owner, JsonElement type)
    {
        switch (type.ValueKind)
        {
            case JsonValueKind.String:
                FullName(owner, type.GetString()!);
                break;
            case JsonValueKind.Array:
                _json.WriteStartArray();
                foreach (var branch in type.EnumerateArray())
                {
                    FullType(owner, branch);
                }

                _json.WriteEndArray();
                break;
            default:
                _json.WriteStartObject();
                foreach (var part in type.EnumerateObject())
                {
                    _json.WritePropertyName(part.Name);
                    if (part.Name is "items" or "values")
                    {
                        FullType(owner, part.Value);
                    }
                    else
                    {
                        part.Value.WriteTo(_json);
                    }
                }

                _json.WriteEndObject();
                break;
        }
    }

    private void FullName(NamedType owner, string name)
    {
        var full = _set.Contains(name) ? name : $"{owner.Namespace}.{name}";
        if (_set.Contains(full) && !_defined.Contains(full))
        {
            Full(_set[full]);
        }
        else
        {
            _json.WriteStringValue(_set.Contains(full) ? full : name);
        }
    }

    private void Bare(AvroType type)
    {
        switch (type)
        {
            case AvroType.Scalar scalar:
                _json.WriteStringValue(scalar.Kind switch
                {
                    Primitive.TimestampMicros => "long",
                    var kind => CSharpName.Lower(kind.ToString()),
                });
                break;
            case AvroType.Array array:
                BareContainer("array", "items", array.Items);
                break;
            case AvroType.Map map:
                BareContainer("map", "values", map.Values);
                break;
            case AvroType.Optional optional:
                BareUnion(true, [optional.Value]);
                break;
            case AvroType.Choice choice:
                BareUnion(choice.Nullable, choice.Branches);
                break;
            case AvroType.Named named when _defined.Add(named.FullName):
                BareNamed(_set[named.FullName]);
                break;
            case AvroType.Named named:
                _json.WriteStringValue(named.FullName);
                break;
        }
    }

    private void BareContainer(string kind, string part, AvroType inner)
    {
        _json.WriteStartObject();
        _json.WriteString("type", kind);
        _json.WritePropertyName(part);
        Bare(inner);
        _json.WriteEndObject();
    }

    private void BareUnion(bool nullable, IEnumerable<AvroType> branches)
    {
        _json.WriteStartArray();
        if (nullable)
        {
            _json.WriteStringValue("null");
        }

        foreach (var branch in branches)
        {
            Bare(branch);
        }

        _json.WriteEndArray();
    }

    private void BareNamed(NamedType type)
    {
        _json.WriteStartObject();
        _json.WriteString("name", type.FullName);
        _json.WriteString("type", type is NamedType.Record ? "record" : "enum");
        _json.WriteStartArray(type is NamedType.Record ? "fields" : "symbols");
        foreach (var field in (type as NamedType.Record)?.Fields ?? [])
        {
            _json.WriteStartObject();
            _json.WriteString("name", field.Name);
            _json.WritePropertyName("type");
            Bare(field.Type);
            _json.WriteEndObject();
        }

        foreach (var symbol in (type as NamedType.Enum)?.Symbols ?? [])
        {
            _json.WriteStringValue(symbol);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }
}
