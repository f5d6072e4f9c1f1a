namespace Snowtrail.Sandbox.Sql;

/// <summary>Words that end a select list, and words that can stand after a table.</summary>
internal static class Keywords
{
    public static readonly IReadOnlySet<string> EndList = new HashSet<string>
    {
        "FROM", "UNION", "INTERSECT", "EXCEPT", "MINUS", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "QUALIFY", "FETCH", "INTO",
    };

    public static readonly IReadOnlySet<string> Follow = new HashSet<string>(EndList)
    {
        "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "ON", "USING", "SET", "WHEN", "SAMPLE", "TABLESAMPLE", "PIVOT", "UNPIVOT", "ASOF",
    };

    /// <summary>Words that cannot be an alias without AS: what stands before them belongs to an expression.</summary>
    public static readonly IReadOnlySet<string> NoAlias = new HashSet<string>
    {
        "END", "NULL", "TRUE", "FALSE", "AND", "OR", "NOT", "IS", "IN", "LIKE", "ILIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "DISTINCT",
    };
}
