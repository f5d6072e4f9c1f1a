using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Results;

/// <summary>The masks of one result, column by column: made once, used for its inline part and all of its chunks. Immutable.</summary>
public sealed class MaskPlan
{
    private MaskPlan(IReadOnlyList<ColumnMask> columns, string? detectRule)
    {
        Columns = columns;
        DetectRule = detectRule;
        IsEmpty = detectRule is null && columns.All(column => column.Treatment == Treatment.Pass);
    }

    /// <summary>Masks nothing.</summary>
    public static MaskPlan None { get; } = new([], null);

    /// <summary>True when nothing can change: bytes then pass as they are.</summary>
    public bool IsEmpty { get; }

    internal IReadOnlyList<ColumnMask> Columns { get; }

    /// <summary>The rule that looks for card numbers in all text; null when none does.</summary>
    internal string? DetectRule { get; }

    internal static MaskPlan Compile(IReadOnlyList<MaskRule> masks, SqlStatement? statement, IReadOnlyList<ResultType> columns)
    {
        if (masks.Count == 0)
            return None;
        var detect = masks.FirstOrDefault(mask => mask.DetectCards)?.Name;
        var lineage = new ResultLineage(statement, columns);
        var compiled = new ColumnMask[columns.Count];
        for (var index = 0; index < columns.Count; index++)
            compiled[index] = Column(masks, detect, lineage, columns[index], index);
        return new MaskPlan(compiled, detect);
    }

    private static ColumnMask Column(IReadOnlyList<MaskRule> masks, string? detect, ResultLineage lineage, ResultType column, int index)
    {
        var rule = "";
        LineageKind? strongest = null;
        foreach (var mask in masks)
        {
            if (lineage.Of(index, mask.Columns) is { } kind && (strongest is null || kind > strongest))
                (strongest, rule) = (kind, mask.Name);
        }

        var treatment = strongest switch
        {
            LineageKind.Direct when column.IsText => Treatment.Card,
            LineageKind.Derived when column.IsText => Treatment.Derived,
            LineageKind.Direct or LineageKind.Derived => Treatment.Null,
            _ => Unmarked(column, detect, lineage),
        };
        return new ColumnMask(column, treatment, strongest is null or LineageKind.Counted ? detect ?? "" : rule, lineage.LettersHide);
    }

    private static Treatment Unmarked(ResultType column, string? detect, ResultLineage lineage) => detect switch
    {
        null => Treatment.Pass,
        _ when column.IsText => Treatment.Scan,
        _ when column.IsNumber && !lineage.IsKnown => Treatment.ScanNumber,
        _ => Treatment.Pass,
    };
}
