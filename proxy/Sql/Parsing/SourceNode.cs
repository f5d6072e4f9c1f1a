namespace Snowtrail.Proxy.Sql.Parsing;

/// <summary>Something in a FROM clause.</summary>
internal abstract record SourceNode
{
    public string? Alias { get; set; }

    public IReadOnlyList<string> ColumnAliases { get; set; } = [];
}

internal sealed record TableSource(string[] Parts) : SourceNode
{
    /// <summary>True for the target of a change: in scope, but not read by being there.</summary>
    public bool IsTarget { get; init; }
}

internal sealed record QuerySource(QueryNode Query) : SourceNode;

internal sealed record FunctionSource(string[] Name, Expression Arguments, string? FirstText) : SourceNode;

internal sealed record StageSource(string Stage) : SourceNode;

internal sealed record FlowSource(int Back) : SourceNode;

/// <summary>Computed when the statement runs.</summary>
internal sealed record DynamicSource : SourceNode;

internal sealed record GroupSource(SelectNode Select) : SourceNode;

/// <summary>PIVOT, UNPIVOT, MATCH_RECOGNIZE: columns of the inner source, any of which may hold what the extra expression uses.</summary>
internal sealed record ReshapedSource(SourceNode Inner, Expression Values, bool All) : SourceNode
{
    /// <summary>True when the columns hold what is computed from the values, not the values themselves.</summary>
    public bool Computes { get; init; }

    /// <summary>What gives the new columns their names.</summary>
    public Expression? Names { get; init; }
}
