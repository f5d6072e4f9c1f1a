using System.Text.Json;
using Snowtrail.Schemas.Codegen.Model;

namespace Snowtrail.Schemas.Codegen.Parsing;

/// <summary>What can be said of a record only when all types are known.</summary>
internal sealed class RecordCheck(SchemaSet set, NamedType.Record record)
{
    /// <summary>Names that the generated record and every C# record already have.</summary>
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "AvroSchema", "SchemaFingerprint", "WriteAvro", "ToAvro", "FromAvro", "WriteTo", "ReadFrom", "Equals", "GetHashCode", "GetType",
        "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize", "PrintMembers", "EqualityContract", "Clone",
    };

    internal void Run()
    {
        foreach (var field in record.Fields)
        {
            if (Taken.Contains(field.Property) || field.Property == record.Name)
            {
                throw Fault(field, $"would be the property {field.Property}, a name that is taken.");
            }

            CheckType(field, field.Type);
            CheckDefault(field);
        }
    }

    private SchemaException Fault(Field field, string message) => new(record.File, $"{record.Name}.{field.Name} {message}");

    private void CheckType(Field field, AvroType type)
    {
        switch (type)
        {
            case AvroType.Named named:
                Known(field, named);
                break;
            case AvroType.Optional optional:
                CheckType(field, optional.Value);
                break;
            case AvroType.Map map:
                CheckType(field, map.Values);
                break;
            case AvroType.Array array:
                CheckType(field, array.Items);
                if (array.Items is AvroType.Named { FullName: var item } && set[item] is NamedType.Record { Fields: [] })
                {
                    // The reader bounds a count by the bytes that are left.
                    throw Fault(field, $"is an array of {item}, which has no fields: no count of it could be checked.");
                }

                break;
            case AvroType.Choice choice:
                CheckChoice(field, choice);
                break;
        }
    }

    private void CheckChoice(Field field, AvroType.Choice choice)
    {
        foreach (var branch in choice.Branches)
        {
            if (Known(field, branch) is not NamedType.Record)
            {
                throw Fault(field, $"has the branch {branch.FullName}, which is not a record.");
            }
        }
    }

    private NamedType Known(Field field, AvroType.Named named) =>
        set.Contains(named.FullName) ? set[named.FullName] : throw Fault(field, $"is of the unknown type '{named.FullName}'.");

    private void CheckDefault(Field field)
    {
        if (field.Default is { } value && !Fits(field.Type, value))
        {
            throw Fault(field, $"has the default {value.GetRawText()}, which its type does not take (arrays and maps: only empty).");
        }
    }

    private bool Fits(AvroType type, JsonElement value) => type switch
    {
        AvroType.Optional or AvroType.Choice { Nullable: true } => value.ValueKind == JsonValueKind.Null,
        AvroType.Array => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0,
        AvroType.Map => value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any(),
        AvroType.Named { FullName: var name } => set[name] is NamedType.Enum symbols
            && value.ValueKind == JsonValueKind.String && symbols.Symbols.Contains(value.GetString()),
        AvroType.Scalar scalar => Fits(scalar.Kind, value),
        _ => false,
    };

    private static bool Fits(Primitive kind, JsonElement value) => kind switch
    {
        Primitive.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        Primitive.Int => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        Primitive.Long => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        Primitive.Float => value.ValueKind == JsonValueKind.Number && float.IsFinite(value.GetSingle()),
        Primitive.Double => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()),
        Primitive.String => value.ValueKind == JsonValueKind.String,
        _ => false,
    };
}
