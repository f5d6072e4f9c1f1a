using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>DESCRIBE TABLE and VIEW, as a query over DuckDB's catalog.</summary>
internal static class DescribeStatements
{
    public static string Translate(StatementContext context)
    {
        var nodes = context.Statement.Nodes;
        var at = 1;
        if (nodes.Count > 2 && nodes[1].IsWord("TABLE", "VIEW"))
        {
            at = 2;
        }
        else if (nodes.Count > 2 && nodes[1].Is(TokenKind.Word) && nodes[2].IsName)
        {
            throw SqlFailure.Unsupported("DESCRIBE " + nodes[1].Token.Value);
        }

        var name = NamePath.Read(context.Translator(), nodes, ref at);
        var where = Where(context, name);
        if (!Warehouse.Exists(context.Session.Connection, $"SELECT 1 FROM duckdb_columns() WHERE {where}"))
        {
            throw SqlFailure.Missing(string.Join('.', name.Select(Literals.Shown)));
        }

        return $"""
            SELECT column_name AS "name", {CatalogTypes.Full("data_type", "comment")} AS "type", 'COLUMN' AS "kind",
            CASE WHEN is_nullable THEN 'Y' ELSE 'N' END AS "null?", column_default AS "default", 'N' AS "primary key", 'N' AS "unique key",
            CAST(NULL AS VARCHAR) AS "check", CAST(NULL AS VARCHAR) AS "expression", CAST(NULL AS VARCHAR) AS "comment",
            CAST(NULL AS VARCHAR) AS "policy name", CAST(NULL AS VARCHAR) AS "privacy domain"
            FROM duckdb_columns() WHERE {where} ORDER BY column_index
            """;
    }

    private static string Where(StatementContext context, List<string> name)
    {
        var session = context.Session;
        var inTable = $"table_name = {Literals.Text(name[^1])} AND ";
        return session.Temporary.ContainsKey(name[^1])
            ? inTable + "database_name = 'temp'"
            : inTable + $"schema_name = {Literals.TextOrNull(name.Count > 1 ? name[^2] : session.Schema)} AND database_name = {Literals.TextOrNull(name.Count > 2 ? name[0] : session.Database)}";
    }
}
