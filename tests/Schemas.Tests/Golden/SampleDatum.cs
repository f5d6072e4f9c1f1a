using Avro;
using Avro.Generic;

namespace Snowtrail.Schemas.Tests.Golden;

/// <summary>The fullest value of a schema, with every text saying where it stands; of a union of records, the named one.</summary>
internal sealed class SampleDatum(string body)
{
    private int _number;

    internal object Of(Schema schema) => Of(schema, "");

    private object Of(Schema schema, string where) => schema switch
    {
        RecordSchema record => Record(record),
        EnumSchema symbols => new GenericEnum(symbols, symbols.Symbols[^1]),
        ArraySchema array => new[] { Of(array.ItemSchema, where), Of(array.ItemSchema, where) },
        MapSchema map => new Dictionary<string, object> { [where + "#1"] = Of(map.ValueSchema, where), [where + "#2"] = Of(map.ValueSchema, where) },
        UnionSchema union => Of(union.Schemas.FirstOrDefault(branch => branch.Name == body) ?? union.Schemas[^1], where),
        LogicalSchema => new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddMicroseconds(++_number),
        _ => Scalar(schema.Tag, where),
    };

    private GenericRecord Record(RecordSchema schema)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record.Add(field.Name, Of(field.Schema, $"{schema.Name}.{field.Name}"));
        }

        return record;
    }

    private object Scalar(Schema.Type type, string where) => type switch
    {
        Schema.Type.Boolean => true,
        Schema.Type.Int => ++_number,
        Schema.Type.Long => 1_000_000_000_000L + ++_number,
        Schema.Type.Float => ++_number + 0.5F,
        Schema.Type.Double => ++_number + 0.25,
        Schema.Type.Bytes => new byte[] { 0, 1, 254, 255 },
        Schema.Type.String => where,
        _ => throw new NotSupportedException(type.ToString()),
    };
}
