namespace Snowtrail.Proxy.Sql.Parsing;

/// <summary>What an expression uses. Its operators do not matter to lineage, so it is kept flat.</summary>
internal sealed class Expression
{
    public List<(string[] Parts, bool Counted)> Columns { get; } = [];

    /// <summary>Columns of which equal values are told from others, as by <c>count(distinct v)</c>.</summary>
    public List<string[]> Distinct { get; } = [];

    /// <summary>Positions of the select list that stand for its columns in GROUP BY and ORDER BY; 0 for all of them.</summary>
    public List<int> Ordinals { get; } = [];

    public List<QueryNode> Queries { get; } = [];

    /// <summary>Qualifiers of <c>*</c> used as a value, as in <c>object_construct(t.*)</c>; empty for all sources.</summary>
    public List<string[]> Stars { get; } = [];

    public List<string[]> Functions { get; } = [];

    public List<string> Variables { get; } = [];

    public List<string> Stages { get; } = [];

    /// <summary>True when a column of a file or of values is named by position.</summary>
    public bool UsesPosition { get; set; }

    /// <summary>True when some value of it cannot be traced.</summary>
    public bool Opaque { get; set; }

    /// <summary>True when the whole expression is one column or one position, unchanged.</summary>
    public bool IsPlain { get; set; }

    public void Add(Expression other, bool counted = false)
    {
        Columns.AddRange(other.Columns.Select(one => (one.Parts, one.Counted || counted)));
        Distinct.AddRange(other.Distinct);
        Queries.AddRange(other.Queries);
        Stars.AddRange(other.Stars);
        Functions.AddRange(other.Functions);
        Variables.AddRange(other.Variables);
        Stages.AddRange(other.Stages);
        UsesPosition |= other.UsesPosition;
        Opaque |= other.Opaque;
    }
}
