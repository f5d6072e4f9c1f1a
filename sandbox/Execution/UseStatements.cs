using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>USE DATABASE, SCHEMA, WAREHOUSE and ROLE.</summary>
internal static class UseStatements
{
    public static readonly IReadOnlyList<string> Roles = ["PUBLIC", "SYSADMIN", "ACCOUNTADMIN"];

    public static readonly IReadOnlyList<string> Warehouses = ["COMPUTE_WH"];

    public static string Run(StatementContext context)
    {
        var nodes = context.Statement.Nodes;
        var at = 1;
        var what = nodes.Count > 2 && nodes[1].IsWord("DATABASE", "SCHEMA", "WAREHOUSE", "ROLE", "SECONDARY") ? nodes[at++].Token.Value : "";
        if (what == "SECONDARY")
        {
            return "Statement executed successfully.";
        }

        var name = NamePath.Read(context.Translator(), nodes, ref at);
        if (at < nodes.Count)
        {
            throw context.Translator().Unexpected(nodes[at]);
        }

        var session = context.Session;
        switch (what)
        {
            case "WAREHOUSE":
                session.Warehouse = Known(Warehouses, name[^1]);
                break;
            case "ROLE":
                session.Role = Known(Roles, name[^1]);
                break;
            case "SCHEMA":
                Select(session, name.Count > 1 ? name[0] : session.Database ?? throw SqlFailure.MissingForUse(), name[^1]);
                break;
            default:
                Select(session, name[0], name.Count > 1 ? name[1] : null);
                break;
        }

        return "Statement executed successfully.";
    }

    /// <summary>Makes a database and schema current. Without a schema it is PUBLIC where there is one.</summary>
    public static void Select(Session session, string database, string? schema)
    {
        if (!Exists(session, $"duckdb_databases() WHERE NOT internal AND database_name <> 'memory' AND database_name = {Literals.Text(database)}"))
        {
            throw SqlFailure.MissingForUse();
        }

        var inDatabase = $"duckdb_schemas() WHERE database_name = {Literals.Text(database)} AND NOT internal AND schema_name = ";
        if (schema is not null && !Exists(session, inDatabase + Literals.Text(schema)))
        {
            throw SqlFailure.MissingForUse();
        }

        session.Database = database;
        session.Schema = schema ?? (Exists(session, inDatabase + "'PUBLIC'") ? "PUBLIC" : null);
        Warehouse.Run(session.Connection, $"USE {Literals.Name(database)}.{Literals.Name(session.Schema ?? "main")}");
    }

    private static bool Exists(Session session, string from) => Warehouse.Exists(session.Connection, "SELECT 1 FROM " + from);

    private static string Known(IReadOnlyList<string> names, string name) =>
        names.Contains(name) ? name : throw SqlFailure.MissingForUse();
}
