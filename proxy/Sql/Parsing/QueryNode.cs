namespace Snowtrail.Proxy.Sql.Parsing;

/// <summary>A query: common table expressions, one or more terms that set operations join, and what orders and limits them.</summary>
internal sealed class QueryNode
{
    public List<CommonTable> CommonTables { get; } = [];

    public List<QueryTerm> Terms { get; } = [];

    public List<Expression> Ordering { get; } = [];
}

/// <summary>A common table expression.</summary>
internal sealed record CommonTable(string Name, IReadOnlyList<string> Columns, QueryNode Query);

/// <summary>One side of a set operation; exactly one of the three is set.</summary>
internal sealed record QueryTerm(SelectNode? Select, QueryNode? Query, List<List<Expression>>? Rows)
{
    /// <summary>True when the operation before it matches columns by name.</summary>
    public bool ByName { get; init; }

    /// <summary>True when the operation before it compares rows: all but UNION ALL.</summary>
    public bool Compares { get; init; }
}
