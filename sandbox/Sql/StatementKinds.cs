namespace Snowtrail.Sandbox.Sql;

/// <summary>Tells a statement's kind from its first words.</summary>
internal static class StatementKinds
{
    public static StatementKind Of(IReadOnlyList<Node> nodes)
    {
        if (nodes.Count == 0)
        {
            return StatementKind.Unknown;
        }

        if (nodes[0].IsParens)
        {
            return Of(nodes[0].Items!) == StatementKind.Select ? StatementKind.Select : StatementKind.Unknown;
        }

        var second = nodes.Count > 1 && !nodes[1].IsGroup ? nodes[1].Token.Value : "";
        return nodes[0].Is(TokenKind.Word) ? OfWord(nodes[0].Token.Value, second, nodes) : StatementKind.Unknown;
    }

    public static bool IsDml(StatementKind kind) => kind is >= StatementKind.Insert and <= StatementKind.MultiTableInsert;

    /// <summary>A block of Snowflake Scripting, whose semicolons do not end the statement.</summary>
    public static bool IsScripting(IReadOnlyList<Node> nodes) =>
        nodes.Count > 1 && (nodes[0].IsWord("DECLARE")
            || (nodes[0].IsWord("BEGIN") && !nodes[1].IsSymbol(";") && !nodes[1].IsWord("TRANSACTION", "WORK", "NAME")));

    private static StatementKind OfWord(string first, string second, IReadOnlyList<Node> nodes) => first switch
    {
        "SELECT" or "WITH" or "VALUES" => StatementKind.Select,
        "EXPLAIN" => StatementKind.Explain,
        "INSERT" => second is "ALL" or "FIRST" ? StatementKind.MultiTableInsert : StatementKind.Insert,
        "UPDATE" => StatementKind.Update,
        "DELETE" => StatementKind.Delete,
        "MERGE" => StatementKind.Merge,
        "COPY" => IsLocation(nodes) ? StatementKind.CopyIntoLocation : StatementKind.CopyIntoTable,
        "ALTER" => second == "SESSION" ? StatementKind.AlterSession : StatementKind.Ddl,
        "USE" => StatementKind.Use,
        "SHOW" => StatementKind.Show,
        "DESCRIBE" or "DESC" => StatementKind.Describe,
        "LIST" or "LS" => StatementKind.List,
        "GET" => StatementKind.Get,
        "PUT" => StatementKind.Put,
        "REMOVE" or "RM" => StatementKind.Remove,
        "BEGIN" => IsScripting(nodes) ? StatementKind.Call : StatementKind.Begin,
        "START" when second == "TRANSACTION" => StatementKind.Begin,
        "ROLLBACK" => StatementKind.Rollback,
        "COMMIT" => StatementKind.Commit,
        "SET" or "UNSET" => StatementKind.Set,
        "CALL" or "EXECUTE" or "DECLARE" => StatementKind.Call,
        "CREATE" or "DROP" or "TRUNCATE" or "COMMENT" or "GRANT" or "REVOKE" or "UNDROP" => StatementKind.Ddl,
        _ => StatementKind.Unknown,
    };

    private static bool IsLocation(IReadOnlyList<Node> nodes) =>
        nodes.Count > 2 && nodes[1].IsWord("INTO") && (nodes[2].IsSymbol("@") || nodes[2].Is(TokenKind.Text));
}
