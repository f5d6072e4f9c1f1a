using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Snowtrail.Proxy.Tests.Results;

/// <summary>Arrow streams as the warehouse sends them: one column, a batch for each list of arrays.</summary>
internal static class ArrowStream
{
    public static Field Field(string name, IArrowType type, bool nullable = false) => new(
        name, type, nullable, new Dictionary<string, string> { ["logicalType"] = "TEXT", ["precision"] = "38", ["scale"] = "0", ["charLength"] = "16" });

    public static byte[] Write(Schema schema, params IArrowArray[][] batches)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            foreach (var columns in batches)
                writer.WriteRecordBatch(new RecordBatch(schema, columns, columns[0].Length));
            writer.WriteEnd();
        }

        return stream.ToArray();
    }

    public static (Schema Schema, List<RecordBatch> Batches) Read(byte[] stream)
    {
        using var reader = new ArrowStreamReader(new MemoryStream(stream));
        var batches = new List<RecordBatch>();
        while (reader.ReadNextRecordBatch() is { } batch)
            batches.Add(batch);
        return (reader.Schema, batches);
    }

    public static StringArray Texts(params string?[] values) => new StringArray.Builder().AppendRange(values!).Build();

    /// <summary>One array of each type that the warehouse uses: a value, a null, a value.</summary>
    public static IReadOnlyList<(string Rowtype, IArrowArray Array)> EveryType { get; } =
    [
        ("fixed", new Int8Array.Builder().Append(1).AppendNull().Append(3).Build()),
        ("fixed", new Int16Array.Builder().Append(1).AppendNull().Append(3).Build()),
        ("fixed", new Int32Array.Builder().Append(1).AppendNull().Append(3).Build()),
        ("fixed", new Int64Array.Builder().Append(1).AppendNull().Append(3).Build()),
        ("fixed", new Decimal128Array.Builder(new Decimal128Type(38, 2)).Append(1.25m).AppendNull().Append(3m).Build()),
        ("real", new DoubleArray.Builder().Append(1).AppendNull().Append(double.NaN).Build()),
        ("decfloat", Struct(("exponent", new Int16Array.Builder().Append(1).AppendNull().Append(3).Build()), ("significand", Bytes()))),
        ("text", Texts("é 𝄞", null, "")),
        ("boolean", new BooleanArray.Builder().Append(true).AppendNull().Append(false).Build()),
        ("binary", Bytes()),
        ("date", new Date32Array.Builder().Append(new DateOnly(2026, 1, 1)).AppendNull().Append(new DateOnly(1969, 1, 1)).Build()),
        ("time", new Int64Array.Builder().Append(1).AppendNull().Append(3).Build()),
        ("timestamp_ntz", Struct(("epoch", Longs()), ("fraction", Ints()))),
        ("timestamp_tz", Struct(("epoch", Longs()), ("timezone", Ints()))),
        ("timestamp_tz", Struct(("epoch", Longs()), ("fraction", Ints()), ("timezone", Ints()))),
        ("variant", Texts("{\"a\":1}", null, "null")),
        ("array", List()),
        ("vector", Vector()),
    ];

    private static Int64Array Longs() => new Int64Array.Builder().Append(1).AppendNull().Append(3).Build();

    private static Int32Array Ints() => new Int32Array.Builder().Append(1).AppendNull().Append(3).Build();

    private static BinaryArray Bytes() => new BinaryArray.Builder().Append([1, 2]).AppendNull().Append([]).Build();

    private static StructArray Struct(params (string Name, IArrowArray Array)[] members) => new(
        new StructType([.. members.Select(member => new Field(member.Name, member.Array.Data.DataType, nullable: true))]),
        3,
        members.Select(member => member.Array),
        new ArrowBuffer(new byte[] { 0b101 }),
        nullCount: 1);

    private static ListArray List()
    {
        var builder = new ListArray.Builder(StringType.Default);
        var values = (StringArray.Builder)builder.ValueBuilder;
        builder.Append();
        values.Append("a").Append("b");
        builder.AppendNull();
        builder.Append();
        return builder.Build();
    }

    private static FixedSizeListArray Vector()
    {
        var builder = new FixedSizeListArray.Builder(FloatType.Default, 2);
        var values = (FloatArray.Builder)builder.ValueBuilder;
        builder.Append();
        values.Append(1).Append(2);
        builder.AppendNull();
        builder.Append();
        values.Append(3).Append(4);
        return builder.Build();
    }
}
