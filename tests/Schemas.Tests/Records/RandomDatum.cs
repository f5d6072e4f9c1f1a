using Avro;
using Avro.Generic;

namespace Snowtrail.Schemas.Tests.Records;

/// <summary>Values of any schema, from a seed. Maps are filled in the ordinal order of their keys, the order in which ours are written.</summary>
internal sealed class RandomDatum(int seed, int textLengthMax = int.MaxValue)
{
    /// <summary>Records in a value; then lists are empty and what may be null is null, or schemas that hold themselves had no end.</summary>
    private const int RecordsMax = 60;

    private static readonly string[] Texts =
    [
        "", "a", "SELECT * FROM \"SHOP\".PUBLIC.CUSTOMERS", "ä ö ü", "日本語", "👩‍💻 \u0000 \uffff", new('x', 300), new('é', 9000),
    ];

    private readonly Random _random = new(seed);
    private readonly string[] _texts = [.. Texts.Where(text => text.Length <= textLengthMax)];
    private int _recordsLeft = RecordsMax;

    internal object Next(Schema schema) => Any(schema)!;

    private object? Any(Schema schema) => schema switch
    {
        RecordSchema record => Record(record),
        EnumSchema symbols => new GenericEnum(symbols, symbols.Symbols[_random.Next(symbols.Count)]),
        ArraySchema array => Enumerable.Range(0, Count()).Select(_ => Any(array.ItemSchema)).ToArray(),
        MapSchema map => Map(map),
        UnionSchema union => Union(union),
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
        Schema.Type.String => _texts[_random.Next(_texts.Length)],
        _ => throw new NotSupportedException(type.ToString()),
    };

    /// <summary>Any magnitude is as likely as any other, so that every length of a varint is met.</summary>
    private long Number(int bits) => _random.NextInt64(long.MinValue, long.MaxValue) >> (64 - bits) >> _random.Next(bits);

    private byte[] Bytes()
    {
        var bytes = new byte[Math.Min(_random.Next(3) * 200, textLengthMax)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private int Count() => _recordsLeft < 0 ? 0 : _random.Next(4);

    private GenericRecord Record(RecordSchema schema)
    {
        _recordsLeft--;
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record.Add(field.Name, Any(field.Schema));
        }

        return record;
    }

    private Dictionary<string, object?> Map(MapSchema map)
    {
        var keys = Enumerable.Range(0, Count()).Select(_ => _texts[_random.Next(_texts.Length)] + _random.Next(9)).Distinct();
        return keys.Order(StringComparer.Ordinal).ToDictionary(key => key, _ => Any(map.ValueSchema));
    }

    private object? Union(UnionSchema union)
    {
        var spent = _recordsLeft < 0 && union.Schemas[0].Tag == Schema.Type.Null;
        return Any(union.Schemas[spent ? 0 : _random.Next(union.Count)]);
    }
}
