using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Snowtrail.Sandbox.Results;

/// <summary>Reads what <see cref="ArrowRows"/> wrote back into cells.</summary>
internal static class ArrowCells
{
    public static IEnumerable<string?[]> Read(byte[] stream, IReadOnlyList<ResultColumn> columns)
    {
        using var reader = new ArrowStreamReader(new MemoryStream(stream));
        while (reader.ReadNextRecordBatch() is { } record)
        {
            using (record)
            {
                for (var row = 0; row < record.Length; row++)
                {
                    yield return [.. columns.Select((column, i) => Cell(column, record.Column(i), row))];
                }
            }
        }
    }

    private static string? Cell(ResultColumn column, IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        Int8Array a => Scaled(column, a.GetValue(row)!.Value),
        Int16Array a => Scaled(column, a.GetValue(row)!.Value),
        Int32Array a => Scaled(column, a.GetValue(row)!.Value),
        Int64Array a => Scaled(column, a.GetValue(row)!.Value),
        Decimal128Array a => a.GetString(row),
        DoubleArray a => JsonCells.Real(a.GetValue(row)!.Value),
        BooleanArray a => a.GetValue(row)!.Value ? "1" : "0",
        Date32Array a => a.Values[row].ToString(CultureInfo.InvariantCulture),
        StructArray a => Instant(a, row),
        StringArray a => a.GetString(row),
        BinaryArray a => Convert.ToHexString(a.GetBytes(row)),
        _ => throw new InvalidOperationException("An array of a type that is never written."),
    };

    private static string Scaled(ResultColumn column, long value) => JsonCells.Decimal(value, column.Scale);

    private static string Instant(StructArray array, int row)
    {
        var epoch = ((Int64Array)array.Fields[0]).GetValue(row)!.Value;
        var fraction = ((Int32Array)array.Fields[1]).GetValue(row)!.Value;
        return JsonCells.Decimal(((Int128)epoch * 1_000_000_000) + fraction, 9);
    }
}
