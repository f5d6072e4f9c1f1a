using Apache.Arrow;
using Apache.Arrow.Types;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>Columns of nothing but nulls: not only the bitmap says so, the values are gone too.</summary>
internal static class ArrowNulls
{
    public static ArrayData Of(IArrowType type, int length)
    {
        var validity = new ArrowBuffer(new byte[(length + 7) / 8]);
        return type switch
        {
            NullType => new ArrayData(type, length, length, 0, [], null),
            BooleanType => Flat(type, length, validity, new ArrowBuffer(new byte[(length + 7) / 8])),
            StringType or BinaryType => Flat(type, length, validity, Offsets(length), ArrowBuffer.Empty),
            FixedSizeListType list => new ArrayData(type, length, length, 0, [validity], [Of(list.ValueDataType, length * list.ListSize)]),
            StructType members => new ArrayData(type, length, length, 0, [validity], [.. members.Fields.Select(field => Of(field.DataType, length))]),
            ListType list => new ArrayData(type, length, length, 0, [validity, Offsets(length)], [Of(list.ValueDataType, 0)]),
            MapType map => new ArrayData(type, length, length, 0, [validity, Offsets(length)], [Of(map.KeyValueType, 0)]),
            FixedWidthType { BitWidth: > 0 } flat => Flat(type, length, validity, new ArrowBuffer(new byte[length * flat.BitWidth / 8])),
            _ => throw new UnreadableResultException("The Arrow stream holds a type that cannot be masked."),
        };
    }

    private static ArrayData Flat(IArrowType type, int length, params ArrowBuffer[] buffers) => new(type, length, length, 0, buffers);

    private static ArrowBuffer Offsets(int length) => new(new byte[(length + 1) * 4]);
}
