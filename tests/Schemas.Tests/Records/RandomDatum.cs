using Avro;
using Avro.Generic;

namespace Snowtrail.Schemas.Tests.Records;

/// <summary>Values of any schema, from a seed. Maps are filled in the ordinal order of their keys, the order in which ours are written.</summary>
internal sealed class RandomDatum(int seed)
{
    private const int DepthMax = 6;

    private static readonly string[] Texts =
    [
        "", "a", "SELECT * FROM \"SHOP\".PUBLIC.CUSTOMERS", "ä ö ü", "日本語", "👩‍💻 \u0000 \uffff", new('x', 300), new('é', 9000),
    ];

    private readonly Random _random = new(seed);

    internal object Next(Schema schema) => Next(schema, 0)!;

    private object? Next(Schema schema, int depth) => schema switch
    {
        RecordSchema record => Record(record, depth + 1),
        EnumSchema symbols => new GenericEnum(symbols, symbols.Symbols[_random.Next(symbols.Count)]),
        ArraySchema array => Enumerable.Range(0, Count(depth)).Select(_ => Next(array.ItemSchema, depth)).ToArray(),
        MapSchema map => Map(map, depth),
        UnionSchema union => Union(union, depth),
        LogicalSchema => DateTime.UnixEpoch.AddTicks(_random.NextInt64(-62_135_596_800_000_000, 253_402_300_800_000_000) * 10),
        _ => Scalar(schema.Tag),
    };

    private object? Scalar(Schema.Type type) => type switch
    {
        Schema.Type.Null => null,
        Schema.Type.Boolean => _random.Next(2) == 0,
        Schema.Type.Int => (int)Number(32),
        Schema.Type.Long => Number(64),
        Schema.Type.Float => BitConverter.Int32BitsToSingle((int)Number(32)),
        Schema.Type.Double => _random.Next(4) == 0 ? double.NaN : BitConverter.Int64BitsToDouble(Number(64)),
        Schema.Type.Bytes => Bytes(),
        Schema.Type.String => Texts[_random.Next(Texts.Length)],
        _ => throw new NotSupportedException(type.ToString()),
    };

    /// <summary>Any magnitude is as likely as any other, so that every length of a varint is met.</summary>
    private long Number(int bits) => _random.NextInt64(long.MinValue, long.MaxValue) >> (64 - bits) >> _random.Next(bits);

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(3) * 200];
        _random.NextBytes(bytes);
        return bytes;
    }

    private int Count(int depth) => depth > DepthMax ? 0 : _random.Next(4);

    private GenericRecord Record(RecordSchema schema, int depth)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record.Add(field.Name, Next(field.Schema, depth));
        }

        return record;
    }

    private Dictionary<string, object?> Map(MapSchema map, int depth)
    {
        var keys = Enumerable.Range(0, Count(depth)).Select(_ => Texts[_random.Next(Texts.Length)] + _random.Next(9)).Distinct();
        return keys.Order(StringComparer.Ordinal).ToDictionary(key => key, _ => Next(map.ValueSchema, depth));
    }

    private object? Union(UnionSchema union, int depth)
    {
        var deep = depth > DepthMax && union.Schemas[0].Tag == Schema.Type.Null;
        return Next(union.Schemas[deep ? 0 : _random.Next(union.Count)], depth);
    }
}
