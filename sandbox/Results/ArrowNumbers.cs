using Apache.Arrow;
using Apache.Arrow.Types;

namespace Snowtrail.Sandbox.Results;

/// <summary>
/// Writes NUMBER columns. The type follows from the column alone and is the same in every chunk: Python 5 reads all chunks by the
/// first one's type, and gives wrong numbers without a word when they differ.
/// </summary>
internal static class ArrowNumbers
{
    public static long Power(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    public static IArrowArray Write(ColumnBuffer column)
    {
        var (type, values) = (column.Column.Carrier, column.Column.Precision) switch
        {
            (Carrier.Long, _) => ((IArrowType)Int64Type.Default, ArrowBuffers.Of(column, column.Long).Values),
            (_, <= 2) => (Int8Type.Default, ArrowBuffers.Of(column, row => (sbyte)column.Wide(row)).Values),
            (_, <= 4) => (Int16Type.Default, ArrowBuffers.Of(column, row => (short)column.Wide(row)).Values),
            (_, <= 9) => (Int32Type.Default, ArrowBuffers.Of(column, row => (int)column.Wide(row)).Values),
            (_, <= 18) => (Int64Type.Default, ArrowBuffers.Of(column, row => (long)column.Wide(row)).Values),
            _ => (new Decimal128Type(column.Column.Precision, column.Column.Scale), ArrowBuffers.Of(column, column.Wide).Values),
        };
        var (validity, nulls) = ArrowBuffers.Validity(column);
        return ArrowArrayFactory.BuildArray(new ArrayData(type, column.Count, nulls, 0, [validity, values]));
    }
}
