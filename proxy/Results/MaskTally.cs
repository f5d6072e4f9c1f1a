using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Results;

/// <summary>Counts what was masked while a result passes.</summary>
internal sealed class MaskTally(MaskPlan plan)
{
    private readonly long[] _kept = new long[plan.Columns.Count];
    private readonly long[] _nulled = new long[plan.Columns.Count];

    public long Rows { get; set; }

    public bool Any { get; private set; }

    public bool Nulled(int column) => column < _nulled.Length && _nulled[column] > 0;

    public void Count(int column, CellOutcome outcome, long cells = 1)
    {
        if (outcome == CellOutcome.Unchanged || cells == 0)
            return;
        Any = true;
        (outcome == CellOutcome.Null ? _nulled : _kept)[column] += cells;
    }

    public IReadOnlyList<MaskedColumn> ToRecords()
    {
        var records = new List<MaskedColumn>();
        for (var index = 0; index < _kept.Length; index++)
        {
            if (_kept[index] > 0)
                records.Add(Record(index, "last4", _kept[index]));
            if (_nulled[index] > 0)
                records.Add(Record(index, "null", _nulled[index]));
        }

        return records;
    }

    private MaskedColumn Record(int column, string method, long cells) => new()
    {
        Column = plan.Columns[column].Column.Name,
        Rule = plan.Columns[column].Rule,
        Method = method,
        Cells = cells,
    };
}
