namespace Snowtrail.Proxy.Sql.Parsing;

internal sealed class SelectNode
{
    public List<SelectItem> Items { get; } = [];

    public List<SourceNode> Sources { get; } = [];

    public List<Expression> Predicates { get; } = [];

    /// <summary>True when a join merges columns of the same name, so that <c>*</c> has fewer columns than its sources.</summary>
    public bool MergesColumns { get; set; }

    /// <summary>True when a join compares whatever columns its sides have in common.</summary>
    public bool IsNatural { get; set; }

    public bool IsDistinct { get; set; }
}

/// <summary>An entry of a select list: an expression with an optional alias, or a star with what it leaves out and changes.</summary>
internal sealed record SelectItem(Expression? Value, string? Name)
{
    public string[]? StarQualifier { get; init; }

    public List<string> Excluded { get; init; } = [];

    public List<(string From, string To)> Renamed { get; init; } = [];

    public List<(string Name, Expression Value)> Replaced { get; init; } = [];
}
