using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Results;

/// <summary>Joins the columns of a result with the lineage that SQL analysis found for its statement.</summary>
internal sealed class ResultLineage
{
    // Functions that hand values on whole. Beside any other, letters next to a card number may spell out its digits.
    private static readonly HashSet<string> WholeValues = new(StringComparer.Ordinal)
    {
        "CONCAT", "CONCAT_WS", "LISTAGG", "STRING_AGG", "ARRAY_AGG", "ARRAY_CONSTRUCT", "ARRAY_UNIQUE_AGG", "OBJECT_CONSTRUCT", "OBJECT_AGG",
        "OBJECT_CONSTRUCT_KEEP_NULL", "TO_JSON", "PARSE_JSON", "TO_VARIANT", "TO_VARCHAR", "TO_CHAR", "TO_ARRAY", "TO_OBJECT", "COALESCE",
        "NVL", "IFNULL", "ZEROIFNULL", "MAX", "MIN", "ANY_VALUE", "FIRST_VALUE", "LAST_VALUE", "LAG", "LEAD", "COUNT", "TRIM", "LTRIM",
        "RTRIM", "UPPER", "LOWER", "ROW_NUMBER", "CAST", "TRY_CAST", "SUM", "AVG",
    };

    private readonly IReadOnlyList<ResultType> _columns;
    private readonly IReadOnlyList<OutputColumn>? _outputs;
    private readonly SqlStatement? _statement;
    private readonly int _before;
    private readonly int _after;

    public ResultLineage(SqlStatement? statement, IReadOnlyList<ResultType> columns)
    {
        _statement = statement;
        _columns = columns;
        _outputs = statement?.OutputColumns is { } outputs && Fits(outputs, columns.Count) ? outputs : null;
        if (_outputs is not null)
        {
            _before = _outputs.TakeWhile(output => !output.IsStar).Count();
            _after = _before == _outputs.Count ? 0 : _outputs.Reverse().TakeWhile(output => !output.IsStar).Count();
        }
    }

    /// <summary>False when columns of stored data may be anything.</summary>
    public bool IsKnown => _outputs is not null || _statement is { OutputColumns: null } && !ShowsData;

    public bool LettersHide => _statement is null || !_statement.Functions.All(WholeValues.Contains);

    private bool ShowsData => _statement is null
        || _statement.Class is StatementClass.Query or StatementClass.Call or StatementClass.Unknown;

    /// <summary>How the column at a position comes from any of the hidden columns; null when it does not.</summary>
    public LineageKind? Of(int position, IReadOnlyList<ColumnName> hidden)
    {
        if (hidden.Count == 0)
            return null;
        if (_outputs is null)
            return ShowsData && Reads(hidden) ? LineageKind.Derived : null;
        if (position < _before)
            return Strongest(_outputs[position].Sources, hidden);
        if (position >= _columns.Count - _after)
            return Strongest(_outputs[_outputs.Count - (_columns.Count - position)].Sources, hidden);
        return Among(_columns[position].Name, hidden);
    }

    private static bool Fits(IReadOnlyList<OutputColumn> outputs, int columns)
    {
        var plain = outputs.Count(output => !output.IsStar);
        return plain == outputs.Count ? plain == columns : plain <= columns;
    }

    // Between the first star and the last one positions are not known: whatever could stand there under this name counts.
    private LineageKind? Among(string name, IReadOnlyList<ColumnName> hidden)
    {
        LineageKind? strongest = null;
        for (var index = _before; index < _outputs!.Count - _after; index++)
        {
            var output = _outputs[index];
            var kind = output.IsStar
                ? Star(output, name, hidden)
                : output.Name is null || SqlNames.Same(output.Name, name) ? Strongest(output.Sources, hidden) : null;
            strongest = Greater(strongest, kind);
        }

        return strongest;
    }

    private static LineageKind? Star(OutputColumn star, string name, IReadOnlyList<ColumnName> hidden)
    {
        var kind = Strongest(star.Sources, hidden);
        if (star.ByName.TryGetValue(name, out var sources))
            return Greater(kind, Strongest(sources, hidden));
        return star.StarOf.Any(table => hidden.Any(column => SqlNames.Same(column.Column, name) && column.Table.CouldBe(table)))
            ? Greater(kind, LineageKind.Direct)
            : kind;
    }

    private static LineageKind? Strongest(IReadOnlyList<SourceColumn> sources, IReadOnlyList<ColumnName> hidden)
    {
        LineageKind? strongest = null;
        foreach (var source in sources)
        {
            if (source.Kind != LineageKind.Counted && hidden.Any(column => source.CouldBe(column.Table, column.Column)))
                strongest = Greater(strongest, source.Column == "*" ? LineageKind.Derived : source.Kind);
        }

        return strongest;
    }

    private static LineageKind? Greater(LineageKind? left, LineageKind? right) =>
        left is null ? right : right is null ? left : left > right ? left : right;

    private bool Reads(IReadOnlyList<ColumnName> hidden) =>
        _statement?.BaseReads.Any(table => hidden.Any(column => column.Table.CouldBe(table))) == true;
}
