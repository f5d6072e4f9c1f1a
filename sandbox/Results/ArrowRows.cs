using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Snowtrail.Sandbox.Results;

/// <summary>
/// Writes rows as one Arrow IPC stream. Buffers are made by hand, exactly as long as their content: Python's reader checks every offset of
/// the buffer, also those of a rounded-up tail.
/// </summary>
internal static class ArrowRows
{
    public static byte[] Write(RowBatch batch)
    {
        var arrays = batch.Columns.Select(Column).ToArray();
        var fields = batch.Columns.Zip(arrays, (column, array) => ArrowFields.Of(column.Column, array.Data.DataType));
        var schema = new Schema(fields, null);
        using var bytes = new MemoryStream();
        using (var writer = new ArrowStreamWriter(bytes, schema, leaveOpen: true))
        {
            using var record = new RecordBatch(schema, arrays, batch.Rows);
            writer.WriteStart();
            writer.WriteRecordBatch(record);
            writer.WriteEnd();
        }

        return bytes.ToArray();
    }

    private static IArrowArray Column(ColumnBuffer column) => column.Column.Type switch
    {
        LogicalType.Fixed => ArrowNumbers.Write(column),
        LogicalType.Real => Make(column, DoubleType.Default, ArrowBuffers.Of(column, column.Double)),
        LogicalType.Boolean => Make(column, BooleanType.Default, ArrowBuffers.Bits(column.Count, column.Boolean)),
        LogicalType.Date => Make(column, Date32Type.Default, ArrowBuffers.Of(column, row => (int)column.Long(row))),
        LogicalType.Time => Make(column, Int64Type.Default, ArrowBuffers.Of(column, row => column.Long(row) / ArrowNumbers.Power(9 - column.Column.Scale))),
        LogicalType.TimestampNtz or LogicalType.TimestampLtz => Instant(column, ArrowFields.Instant),
        LogicalType.TimestampTz => Instant(column, ArrowFields.ZonedInstant),
        LogicalType.Binary => Variable(column, BinaryType.Default, row => Convert.FromHexString(column.Text(row))),
        _ => Variable(column, StringType.Default, row => System.Text.Encoding.UTF8.GetBytes(column.Text(row))),
    };

    private static StructArray Instant(ColumnBuffer column, StructType type)
    {
        var perSecond = column.Column.UnitsPerSecond;
        var (epoch, _) = ArrowBuffers.Of(column, row => FloorDivide(column.Long(row), perSecond));
        var (fraction, _) = ArrowBuffers.Of(column, row => (int)((column.Long(row) - (FloorDivide(column.Long(row), perSecond) * perSecond)) * (1_000_000_000 / perSecond)));
        var (validity, nulls) = ArrowBuffers.Validity(column);
        var children = new List<ArrayData>
        {
            new(Int64Type.Default, column.Count, nulls, 0, [validity, epoch]),
            new(Int32Type.Default, column.Count, nulls, 0, [validity, fraction]),
        };
        if (type.Fields.Count == 3)
        {
            var (zone, _) = ArrowBuffers.Of(column, _ => 1440);
            children.Add(new(Int32Type.Default, column.Count, nulls, 0, [validity, zone]));
        }

        return new StructArray(new ArrayData(type, column.Count, nulls, 0, [validity], children));
    }

    private static IArrowArray Make(ColumnBuffer column, IArrowType type, (ArrowBuffer Values, int Length) buffer)
    {
        var (validity, nulls) = ArrowBuffers.Validity(column);
        return ArrowArrayFactory.BuildArray(new ArrayData(type, column.Count, nulls, 0, [validity, buffer.Values]));
    }

    private static IArrowArray Variable(ColumnBuffer column, IArrowType type, Func<int, byte[]> value)
    {
        var (validity, nulls) = ArrowBuffers.Validity(column);
        var (offsets, values) = ArrowBuffers.Variable(column, value);
        return ArrowArrayFactory.BuildArray(new ArrayData(type, column.Count, nulls, 0, [validity, offsets, values]));
    }

    private static long FloorDivide(long value, long by) => value >= 0 || value % by == 0 ? value / by : (value / by) - 1;
}
