using System.Text.Json;
using System.Text.RegularExpressions;
using Snowtrail.Schemas.Codegen.Model;

namespace Snowtrail.Schemas.Codegen.Parsing;

/// <summary>Reads one file: a record or an enum with a doc on everything.</summary>
internal sealed partial class SchemaParser
{
    private readonly string _file;
    private string _namespace = "";

    private SchemaParser(string file) => _file = file;

    internal static NamedType Parse(SchemaSource source)
    {
        var parser = new SchemaParser(source.File);
        try
        {
            return parser.ReadNamed(JsonElement.Parse(source.Text));
        }
        catch (JsonException fault)
        {
            throw parser.Fault($"not JSON: {fault.Message}");
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex NameForm();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex TypeNameForm();

    private SchemaException Fault(string message) => new(_file, message);

    private NamedType ReadNamed(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Fault("a schema file holds one record or enum.");
        }

        var name = Text(json, "name", "the schema");
        if (!TypeNameForm().IsMatch(name))
        {
            throw Fault($"'{name}' is not a PascalCase type name (the namespace has its own attribute).");
        }

        _namespace = Text(json, "namespace", name);
        var full = $"{_namespace}.{name}";
        var doc = Text(json, "doc", name);
        return Text(json, "type", name) switch
        {
            "record" => new NamedType.Record(full, doc, _file, json, ReadFields(json, name)),
            "enum" => new NamedType.Enum(full, doc, _file, json, ReadSymbols(json, name)),
            var other => throw Fault($"{name} is of type '{other}'; a file holds a record or an enum."),
        };
    }

    private List<string> ReadSymbols(JsonElement json, string name)
    {
        var symbols = Elements(json, "symbols", name).Select(symbol => symbol.GetString() ?? "").ToList();
        Unique(symbols, name);
        return symbols.Count > 0 ? symbols : throw Fault($"{name} has no symbols.");
    }

    private List<Field> ReadFields(JsonElement json, string name)
    {
        var fields = Elements(json, "fields", name).Select(field => ReadField(field, name)).ToList();
        Unique(fields.Select(field => field.Name), name);
        return fields;
    }

    private void Unique(IEnumerable<string> names, string owner)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!NameForm().IsMatch(name) || CSharpName.Pascal(name) is "" or [< 'A', ..])
            {
                throw Fault($"'{name}' in {owner} is not a valid name.");
            }

            if (!seen.Add(CSharpName.Pascal(name)))
            {
                throw Fault($"{owner}.{name} is there twice.");
            }
        }
    }

    private Field ReadField(JsonElement json, string owner)
    {
        var name = Text(json, "name", $"a field of {owner}");
        var where = $"{owner}.{name}";
        if (!json.TryGetProperty("type", out var type))
        {
            throw Fault($"{where} has no 'type'.");
        }

        JsonElement? fallback = json.TryGetProperty("default", out var value) ? value : null;
        return new Field(name, ReadType(type, where), fallback, Text(json, "doc", where));
    }

    private AvroType ReadType(JsonElement json, string where) => json.ValueKind switch
    {
        JsonValueKind.String => ReadName(json.GetString()!),
        JsonValueKind.Array => ReadUnion([.. json.EnumerateArray()], where),
        JsonValueKind.Object => ReadComplex(json, where),
        _ => throw Fault($"{where} has a type that is neither a name, an object nor a union."),
    };

    private AvroType ReadName(string name) => name switch
    {
        "boolean" => new AvroType.Scalar(Primitive.Boolean),
        "int" => new AvroType.Scalar(Primitive.Int),
        "long" => new AvroType.Scalar(Primitive.Long),
        "float" => new AvroType.Scalar(Primitive.Float),
        "double" => new AvroType.Scalar(Primitive.Double),
        "bytes" => new AvroType.Scalar(Primitive.Bytes),
        "string" => new AvroType.Scalar(Primitive.String),
        _ => new AvroType.Named(name.Contains('.', StringComparison.Ordinal) ? name : $"{_namespace}.{name}"),
    };

    private AvroType ReadComplex(JsonElement json, string where)
    {
        var kind = Text(json, "type", where);
        var logical = json.TryGetProperty("logicalType", out var value) ? value.GetString() : null;
        return (kind, logical) switch
        {
            ("array", null) => new AvroType.Array(ReadType(Part(json, "items", where), where)),
            ("map", null) => new AvroType.Map(ReadType(Part(json, "values", where), where)),
            ("long", "timestamp-micros") => new AvroType.Scalar(Primitive.TimestampMicros),
            ("record" or "enum" or "fixed" or "error", _) => throw Fault($"{where} defines a type in place; give it a file of its own."),
            (_, null) => ReadName(kind),
            _ => throw Fault($"{where}: logical type '{logical}' of '{kind}' is not supported."),
        };
    }

    private AvroType ReadUnion(IReadOnlyList<JsonElement> json, string where)
    {
        var nullable = json.Count > 0 && IsNull(json[0]);
        var branches = json.Skip(nullable ? 1 : 0).ToList();
        if (branches.Count == 0 || branches.Any(IsNull) || branches.Any(branch => branch.ValueKind == JsonValueKind.Array))
        {
            throw Fault($"{where}: a union has null at most once, first, and at least one other type.");
        }

        var types = branches.Select(branch => ReadType(branch, where)).ToList();
        if (types.Count == 1)
        {
            return nullable ? new AvroType.Optional(types[0]) : throw Fault($"{where}: a union of one type is that type.");
        }

        var named = types.OfType<AvroType.Named>().ToList();
        if (named.Count != types.Count || named.Distinct().Count() != named.Count)
        {
            throw Fault($"{where}: a union is null with one type, or of different records.");
        }

        return new AvroType.Choice(nullable, named);
    }

    private static bool IsNull(JsonElement json) => json.ValueKind == JsonValueKind.String && json.ValueEquals("null");

    private JsonElement Part(JsonElement json, string name, string where) =>
        json.TryGetProperty(name, out var part) ? part : throw Fault($"{where} has no '{name}'.");

    private JsonElement.ArrayEnumerator Elements(JsonElement json, string name, string where) =>
        Part(json, name, where) is { ValueKind: JsonValueKind.Array } part
            ? part.EnumerateArray()
            : throw Fault($"'{name}' of {where} is not an array.");

    private string Text(JsonElement json, string name, string where) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part)
            && part.ValueKind == JsonValueKind.String && part.GetString() is { Length: > 0 } text
            ? text
            : throw Fault($"{where} has no '{name}'.");
}
