using System.Globalization;
using System.Text.Json;
using Snowtrail.Schemas.Codegen.Model;
using Snowtrail.Schemas.Codegen.Parsing;

namespace Snowtrail.Schemas.Codegen.Emit;

/// <summary>The C# type and initial value of a field.</summary>
internal sealed class TypeText(SchemaSet set, string @namespace, NamedType.Record record)
{
    internal string Qualified(string name) => $"global::{@namespace}.{name}";

    internal string For(AvroType type, Field field) => type switch
    {
        AvroType.Scalar scalar => For(scalar.Kind),
        AvroType.Array array => $"IReadOnlyList<{For(array.Items, field)}>",
        AvroType.Map map => $"IReadOnlyDictionary<string, {For(map.Values, field)}>",
        AvroType.Named named => Qualified(set[named.FullName].Name),
        AvroType.Optional optional => For(optional.Value, field) + "?",
        AvroType.Choice choice => Qualified(ChoiceMarker.NameFor(record, field)) + (choice.Nullable ? "?" : ""),
        _ => throw new InvalidOperationException($"No C# type for {type}."),
    };

    /// <summary>The default as an initializer, empty where C#'s own default is the same.</summary>
    internal string Initializer(Field field) => field.Default switch
    {
        { ValueKind: JsonValueKind.Array } => " = [];",
        { ValueKind: JsonValueKind.Object } => $" = AvroMap<{For(((AvroType.Map)field.Type).Values, field)}>.Empty;",
        { ValueKind: JsonValueKind.True } => " = true;",
        { ValueKind: JsonValueKind.Number } number => $" = {Number(field.Type, number)};",
        { ValueKind: JsonValueKind.String } text => $" = {Text(field.Type, text.GetString()!)};",
        _ => "",
    };

    private static string For(Primitive kind) => kind switch
    {
        Primitive.Boolean => "bool",
        Primitive.Int => "int",
        Primitive.Long => "long",
        Primitive.TimestampMicros => "DateTimeOffset",
        Primitive.Float => "float",
        Primitive.Double => "double",
        Primitive.Bytes => "ReadOnlyMemory<byte>",
        _ => "string",
    };

    private static string Number(AvroType type, JsonElement number) => ((AvroType.Scalar)type).Kind switch
    {
        Primitive.Float => number.GetSingle().ToString("R", CultureInfo.InvariantCulture) + "F",
        Primitive.Double => number.GetDouble().ToString("R", CultureInfo.InvariantCulture) + "D",
        _ => number.GetInt64().ToString(CultureInfo.InvariantCulture),
    };

    private string Text(AvroType type, string text) => type is AvroType.Named named
        ? $"{Qualified(set[named.FullName].Name)}.{CSharpName.Pascal(text)}"
        : Literal.For(text);
}
