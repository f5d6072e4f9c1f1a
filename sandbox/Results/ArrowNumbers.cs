using Apache.Arrow;
using Apache.Arrow.Types;

namespace Snowtrail.Sandbox.Results;

/// <summary>Writes NUMBER columns in the narrowest type that holds the batch, as Snowflake does: the type may differ between chunks.</summary>
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

    public static IArrowArray Narrowest(ColumnBuffer column)
    {
        Func<int, Int128> value = column.Column.Carrier == Carrier.Wide ? column.Wide : row => column.Long(row);
        var (least, most) = Range(column, value);
        var (type, values) = (least, most) switch
        {
            _ when least >= sbyte.MinValue && most <= sbyte.MaxValue => ((IArrowType)Int8Type.Default, ArrowBuffers.Of(column, row => (sbyte)value(row)).Values),
            _ when least >= short.MinValue && most <= short.MaxValue => (Int16Type.Default, ArrowBuffers.Of(column, row => (short)value(row)).Values),
            _ when least >= int.MinValue && most <= int.MaxValue => (Int32Type.Default, ArrowBuffers.Of(column, row => (int)value(row)).Values),
            _ when least >= long.MinValue && most <= long.MaxValue => (Int64Type.Default, ArrowBuffers.Of(column, row => (long)value(row)).Values),
            _ => (new Decimal128Type(column.Column.Precision, column.Column.Scale), ArrowBuffers.Of(column, value).Values),
        };
        var (validity, nulls) = ArrowBuffers.Validity(column);
        return ArrowArrayFactory.BuildArray(new ArrayData(type, column.Count, nulls, 0, [validity, values]));
    }

    private static (Int128 Least, Int128 Most) Range(ColumnBuffer column, Func<int, Int128> value)
    {
        Int128 least = 0, most = 0;
        for (var row = 0; row < column.Count; row++)
        {
            if (column.IsValid(row))
            {
                least = Int128.Min(least, value(row));
                most = Int128.Max(most, value(row));
            }
        }

        return (least, most);
    }
}
