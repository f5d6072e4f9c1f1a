using System.Buffers;
using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>Masks a column of UTF-8 text. Offsets are exactly four bytes for each row and one more: Python's reader looks at all of the buffer.</summary>
internal sealed class ArrowTextMasker
{
    private readonly CellMasker _masker = new();

    /// <summary>The masked column; null when nothing changes.</summary>
    public ArrayData? Mask(ArrayData data, ColumnMask mask, Action<CellOutcome, long> count)
    {
        var outcomes = new CellOutcome[data.Length];
        if (!Find(data, mask, outcomes, count))
            return null;
        var validity = new Validity(data.Length);
        var offsets = new byte[(data.Length + 1) * 4];
        var values = new ArrayBufferWriter<byte>(Math.Max(16, data.Buffers[2].Length));
        for (var row = 0; row < data.Length; row++)
        {
            if (Validity.IsSet(data, row) && outcomes[row] != CellOutcome.Null)
            {
                validity.Set(row);
                var cell = Cell(data, row);
                values.Write(outcomes[row] == CellOutcome.Replaced && _masker.Mask(mask, cell, json: false) == CellOutcome.Replaced ? _masker.Text : cell);
            }

            BinaryPrimitives.WriteInt32LittleEndian(offsets.AsSpan((row + 1) * 4), values.WrittenCount);
        }

        return new ArrayData(
            StringType.Default, data.Length, validity.Nulls, 0, [validity.ToBuffer(), new ArrowBuffer(offsets), new ArrowBuffer(values.WrittenSpan.ToArray())]);
    }

    private bool Find(ArrayData data, ColumnMask mask, CellOutcome[] outcomes, Action<CellOutcome, long> count)
    {
        long replaced = 0, nulled = 0;
        for (var row = 0; row < data.Length; row++)
        {
            if (!Validity.IsSet(data, row))
                continue;
            outcomes[row] = _masker.Mask(mask, Cell(data, row), json: false);
            replaced += outcomes[row] == CellOutcome.Replaced ? 1 : 0;
            nulled += outcomes[row] == CellOutcome.Null ? 1 : 0;
        }

        count(CellOutcome.Replaced, replaced);
        count(CellOutcome.Null, nulled);
        return replaced + nulled > 0;
    }

    private static ReadOnlySpan<byte> Cell(ArrayData data, int row)
    {
        var offsets = data.Buffers[1].Span[((row + data.Offset) * 4)..];
        var (start, end) = (BinaryPrimitives.ReadInt32LittleEndian(offsets), BinaryPrimitives.ReadInt32LittleEndian(offsets[4..]));
        var values = data.Buffers[2].Span;
        return start >= 0 && start <= end && end <= values.Length
            ? values[start..end]
            : throw new UnreadableResultException("The Arrow stream is cut or broken.");
    }
}
