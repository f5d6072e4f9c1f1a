using System.Buffers;

namespace Snowtrail.Proxy.Results.Json;

/// <summary>
/// Masks rows of a JSON rowset, given in pieces and without the outer brackets. Whatever is not masked keeps the warehouse's own bytes:
/// drivers read chunks with parsers of their own, which take only some of the escapes that JSON allows.
/// </summary>
internal sealed class JsonRowsRewriter(MaskPlan plan, MaskTally tally) : IRowsRewriter
{
    private readonly JsonRow _row = new();
    private readonly CellMasker _masker = new();
    private bool _afterRow;
    private bool _afterComma;

    /// <inheritdoc/>
    public int Process(ReadOnlySpan<byte> data, bool last, IBufferWriter<byte> output)
    {
        var (at, copied) = (0, 0);
        while (true)
        {
            at = JsonRow.Blanks(data, at);
            if (at == data.Length)
                break;
            if (_afterRow)
            {
                if (data[at++] != ',')
                    throw new UnreadableResultException("Rows of the rowset are not divided by commas.");
                (_afterRow, _afterComma) = (false, true);
                continue;
            }

            if (data[at] != '[')
                throw new UnreadableResultException("The rowset holds something that is not a row.");
            var length = _row.Read(data[at..]);
            if (length < 0)
                break;
            copied = Row(data, at, copied, output);
            at += length;
            (_afterRow, _afterComma) = (true, false);
            tally.Rows++;
        }

        if (last && (at < data.Length || _afterComma))
            throw new UnreadableResultException("The rowset ends in the middle of a row.");
        output.Write(data[copied..at]);
        return at;
    }

    private int Row(ReadOnlySpan<byte> data, int row, int copied, IBufferWriter<byte> output)
    {
        if (plan.IsEmpty)
            return copied;
        if (_row.Cells.Count != plan.Columns.Count)
            throw new UnreadableResultException("A row of the rowset has another number of cells than the result has columns.");
        for (var column = 0; column < plan.Columns.Count; column++)
        {
            if (plan.Columns[column].Treatment == Treatment.Pass)
                continue;
            var (start, end) = _row.Cells[column];
            var cell = data[(row + start)..(row + end)];
            var outcome = Mask(column, cell);
            if (outcome == CellOutcome.Unchanged)
                continue;
            output.Write(data[copied..(row + start)]);
            Write(outcome, output);
            copied = row + end;
        }

        return copied;
    }

    private CellOutcome Mask(int column, ReadOnlySpan<byte> cell)
    {
        if (cell.SequenceEqual("null"u8))
            return CellOutcome.Unchanged;
        var mask = plan.Columns[column];
        var outcome = cell[0] == '"' ? _masker.Mask(mask, cell[1..^1], json: true) : _masker.Mask(mask, cell, json: false);
        tally.Count(column, outcome);
        return outcome;
    }

    private void Write(CellOutcome outcome, IBufferWriter<byte> output)
    {
        if (outcome == CellOutcome.Null)
        {
            output.Write("null"u8);
            return;
        }

        output.Write("\""u8);
        output.Write(_masker.Text);
        output.Write("\""u8);
    }
}
