using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>
/// Gives result columns what their table declares and DuckDB forgets: the table they come from, VARCHAR lengths, OBJECT against VARIANT.
/// Only a query over one table is looked at, and only its plain columns: a wrong guess is worse than none.
/// </summary>
internal static class DeclaredColumns
{
    public static IReadOnlyList<ResultColumn> Apply(StatementContext context, List<ResultColumn> columns)
    {
        var nodes = context.Statement.Nodes;
        var from = nodes.FindIndex(n => n.IsWord("FROM"));
        if (from < 2 || !nodes[0].IsWord("SELECT") || from + 1 >= nodes.Count || !nodes[from + 1].IsName || nodes.Exists(IsSeveral) || IsList(nodes, from))
        {
            return columns;
        }

        var at = from + 1;
        var table = NamePath.Read(context.Translator(), nodes, ref at);
        var items = Node.Split(nodes[1..from].Where(n => !n.IsWord("DISTINCT")), ",");
        var plain = items.Where(IsPlain).Select(item => item[^1].Token.Value).ToHashSet(StringComparer.Ordinal);
        var named = items.Where(item => !IsPlain(item) && item.Count > 0 && item[^1].IsName).Select(item => item[^1].Token.Value).ToHashSet(StringComparer.Ordinal);
        var star = items.Exists(item => item is [.., { } last] && last.IsSymbol("*"));
        var declared = Declared(context, table);
        return [.. columns.Select(c => (plain.Contains(c.Name) || star) && !named.Contains(c.Name) && declared.TryGetValue(c.Name, out var d) ? d(c) : c)];
    }

    private static bool IsSeveral(Node node) => node.IsWord("JOIN", "UNION", "INTERSECT", "EXCEPT", "MINUS", "WITH");

    private static bool IsList(List<Node> nodes, int from)
    {
        var end = nodes.FindIndex(from + 1, n => n.Is(TokenKind.Word) && Keywords.EndList.Contains(n.Token.Value));
        return nodes.FindIndex(from, (end < 0 ? nodes.Count : end) - from, n => n.IsSymbol(",") || n.IsGroup) >= 0;
    }

    private static bool IsPlain(List<Node> item) =>
        item.Count % 2 == 1 && item.Count <= 7 && item.Select((n, i) => i % 2 == 0 ? n.IsName : n.IsSymbol(".")).All(ok => ok);

    private static Dictionary<string, Func<ResultColumn, ResultColumn>> Declared(StatementContext context, List<string> table)
    {
        var session = context.Session;
        var temporary = session.Temporary.ContainsKey(table[^1]);
        var database = table.Count > 2 ? table[0] : session.Database ?? "";
        var schema = table.Count > 1 ? table[^2] : session.Schema ?? "";
        using var command = session.Connection.CreateCommand();
        command.CommandText =
            $"SELECT column_name, coalesce(comment, ''), is_nullable FROM duckdb_columns() WHERE table_name = {Literals.Text(table[^1])} AND "
            + (temporary ? "database_name = 'temp'" : $"database_name = {Literals.Text(database)} AND schema_name = {Literals.Text(schema)}");
        using var reader = command.ExecuteReader();
        var declared = new Dictionary<string, Func<ResultColumn, ResultColumn>>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var (comment, nullable) = (reader.GetString(1), reader.GetBoolean(2));
            declared[reader.GetString(0)] = c => (comment.Length == 0 ? c : c.Declared(comment)) with
            {
                Database = database, Schema = schema, Table = table[^1], Nullable = nullable,
            };
        }

        return declared;
    }
}
