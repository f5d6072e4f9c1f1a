using Apache.Arrow;
using Apache.Arrow.Types;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>Masks the columns of a record batch.</summary>
internal sealed class ArrowBatchMasker(MaskPlan plan, MaskTally tally)
{
    private readonly ArrowTextMasker _text = new();

    /// <summary>The schema with columns marked nullable that masking may set to null, and names masked; null when none changes.</summary>
    public Schema? Schema(Schema schema)
    {
        if (schema.FieldsList.Count != plan.Columns.Count)
            throw new UnreadableResultException("The Arrow stream has another number of columns than the result.");
        var changed = false;
        var fields = new List<Field>(schema.FieldsList.Count);
        for (var index = 0; index < plan.Columns.Count; index++)
        {
            var field = schema.GetFieldByIndex(index);
            var opens = !field.IsNullable && plan.Columns[index].MayNull;
            var name = plan.DetectRule is null ? field.Name : ColumnNames.Mask(field.Name);
            var differs = opens || name != field.Name;
            changed |= differs;
            fields.Add(differs ? new Field(name, field.DataType, field.IsNullable || opens, field.Metadata) : field);
        }

        return changed ? new Schema(fields, schema.Metadata) : null;
    }

    /// <summary>The batch with its columns masked; null when nothing changes.</summary>
    public RecordBatch? Mask(RecordBatch batch, Schema schema)
    {
        var columns = new IArrowArray[batch.ColumnCount];
        var changed = false;
        for (var index = 0; index < columns.Length; index++)
        {
            var masked = Column(batch.Column(index).Data, index);
            changed |= masked is not null;
            columns[index] = masked is null ? batch.Column(index) : ArrowArrayFactory.BuildArray(masked);
        }

        return changed ? new RecordBatch(schema, columns, batch.Length) : null;
    }

    private ArrayData? Column(ArrayData data, int index)
    {
        var mask = plan.Columns[index];
        return mask.Treatment switch
        {
            Treatment.Null => Nulls(data, index),
            Treatment.Card or Treatment.Derived when data.DataType is not StringType => Nulls(data, index),
            Treatment.Card or Treatment.Derived => _text.Mask(data, mask, (outcome, cells) => tally.Count(index, outcome, cells)),
            Treatment.ScanNumber => Numbers(data, index),
            _ when plan.DetectRule is null => null,
            _ => Scan(data, mask with { Treatment = Treatment.Scan }, index),
        };
    }

    // By what the column holds, whatever the column list calls it: some drivers believe the one, some the other.
    private ArrayData? Scan(ArrayData data, ColumnMask mask, int index)
    {
        switch (data.DataType)
        {
            case StringType:
                return _text.Mask(data, mask, (outcome, cells) => tally.Count(index, outcome, cells));
            case StructType or ListType or MapType or FixedSizeListType:
                return Children(data, mask with { Column = mask.Column with { Type = "text" } }, index);
            case DictionaryType or UnionType or LargeStringType or StringViewType or LargeListType or ListViewType or LargeListViewType:
                throw new UnreadableResultException("The Arrow stream holds text in a form that cannot be masked.");
            default:
                return null;
        }
    }

    private ArrayData? Children(ArrayData data, ColumnMask mask, int index)
    {
        ArrayData[]? children = null;
        for (var child = 0; child < data.Children.Length; child++)
        {
            if (Scan(data.Children[child], mask, index) is { } masked)
                (children ??= [.. data.Children])[child] = masked;
        }

        return children is null ? null : new ArrayData(data.DataType, data.Length, data.NullCount, data.Offset, data.Buffers, children);
    }

    private ArrayData? Nulls(ArrayData data, int index)
    {
        var present = data.Length - data.GetNullCount();
        tally.Count(index, CellOutcome.Null, present);
        return present == 0 ? null : ArrowNulls.Of(data.DataType, data.Length);
    }

    private ArrayData? Numbers(ArrayData data, int index)
    {
        var (masked, cells) = ArrowNumberMasker.Mask(data, plan.Columns[index].Column.Scale);
        tally.Count(index, CellOutcome.Null, cells);
        return masked;
    }
}
