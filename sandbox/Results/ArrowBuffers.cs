using System.Runtime.InteropServices;
using Apache.Arrow;

namespace Snowtrail.Sandbox.Results;

/// <summary>Arrow buffers of exact length.</summary>
internal static class ArrowBuffers
{
    public static (ArrowBuffer Values, int Length) Of<T>(ColumnBuffer column, Func<int, T> value)
        where T : unmanaged
    {
        var values = new T[column.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = column.IsValid(row) ? value(row) : default;
        }

        return (new ArrowBuffer(MemoryMarshal.AsBytes<T>(values).ToArray()), values.Length);
    }

    public static (ArrowBuffer Values, int Length) Bits(int count, Func<int, bool> value)
    {
        var bits = new byte[(count + 7) / 8];
        for (var row = 0; row < count; row++)
        {
            if (value(row))
            {
                bits[row / 8] |= (byte)(1 << (row % 8));
            }
        }

        return (new ArrowBuffer(bits), count);
    }

    /// <summary>The validity bitmap and the number of nulls; no bitmap when there are none.</summary>
    public static (ArrowBuffer Bitmap, int Nulls) Validity(ColumnBuffer column)
    {
        var nulls = 0;
        for (var row = 0; row < column.Count; row++)
        {
            nulls += column.IsValid(row) ? 0 : 1;
        }

        return (nulls == 0 ? ArrowBuffer.Empty : Bits(column.Count, column.IsValid).Values, nulls);
    }

    public static (ArrowBuffer Offsets, ArrowBuffer Values) Variable(ColumnBuffer column, Func<int, byte[]> value)
    {
        var offsets = new int[column.Count + 1];
        using var values = new MemoryStream();
        for (var row = 0; row < column.Count; row++)
        {
            if (column.IsValid(row))
            {
                values.Write(value(row));
            }

            offsets[row + 1] = checked((int)values.Length);
        }

        return (new ArrowBuffer(MemoryMarshal.AsBytes<int>(offsets).ToArray()), new ArrowBuffer(values.ToArray()));
    }
}
