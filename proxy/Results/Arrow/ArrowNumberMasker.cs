using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>Sets numbers to null that look like card numbers.</summary>
internal static class ArrowNumberMasker
{
    /// <param name="data">A column of numbers.</param>
    /// <param name="scale">Digits behind the point, for integers that stand for decimals.</param>
    /// <returns>The masked column, or null when nothing changes, and the number of cells changed.</returns>
    public static (ArrayData? Masked, int Cells) Mask(ArrayData data, int scale)
    {
        var width = data.DataType switch
        {
            Int64Type or DoubleType => 8,
            Decimal128Type => 16,
            Int8Type or Int16Type or Int32Type or FloatType or BooleanType => 0,
            StructType => -1,
            _ => -1,
        };
        return width switch
        {
            0 => (null, 0),
            < 0 => (ArrowNulls.Of(data.DataType, data.Length), data.Length - data.GetNullCount()),
            _ => Mask(data, width, scale),
        };
    }

    private static (ArrayData? Masked, int Cells) Mask(ArrayData data, int width, int scale)
    {
        var values = data.Buffers[1].Span.Slice(data.Offset * width, data.Length * width).ToArray();
        var validity = new Validity(data.Length);
        var cells = 0;
        for (var row = 0; row < data.Length; row++)
        {
            if (!Validity.IsSet(data, row))
                continue;
            var value = values.AsSpan(row * width, width);
            if (LooksLikeCard(data.DataType, value, scale))
            {
                value.Clear();
                cells++;
            }
            else
                validity.Set(row);
        }

        return cells == 0
            ? (null, 0)
            : (new ArrayData(data.DataType, data.Length, validity.Nulls, 0, [validity.ToBuffer(), new ArrowBuffer(values)]), cells);
    }

    private static bool LooksLikeCard(IArrowType type, ReadOnlySpan<byte> value, int scale) => type switch
    {
        DoubleType => CardLikeNumber.Is(MemoryMarshal.Read<double>(value)),
        Decimal128Type exact => CardLikeNumber.Is(new BigInteger(value), exact.Scale),
        _ => CardLikeNumber.Is(MemoryMarshal.Read<long>(value), scale),
    };
}
