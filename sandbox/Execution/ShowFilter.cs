using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>The tail of a SHOW statement: LIKE, IN, STARTS WITH, LIMIT.</summary>
internal sealed record ShowFilter
{
    public string? Like { get; init; }

    public string? StartsWith { get; init; }

    public string? Limit { get; init; }

    public string? Database { get; init; }

    public string? Schema { get; init; }

    public string? Table { get; init; }

    public static ShowFilter Read(StatementContext context, List<Node> nodes)
    {
        var session = context.Session;
        var filter = new ShowFilter { Database = session.Database, Schema = session.Schema };
        for (var at = 0; at < nodes.Count;)
        {
            if (nodes[at].IsWord("LIKE") && at + 1 < nodes.Count)
            {
                filter = filter with { Like = context.Translator().Render([nodes[at + 1]]) };
                at += 2;
            }
            else if (nodes[at].IsWord("STARTS") && at + 2 < nodes.Count)
            {
                filter = filter with { StartsWith = context.Translator().Render([nodes[at + 2]]) };
                at += 3;
            }
            else if (nodes[at].IsWord("LIMIT") && at + 1 < nodes.Count)
            {
                filter = filter with { Limit = context.Translator().Render([nodes[at + 1]]) };
                at += 2;
            }
            else if (nodes[at].IsWord("IN", "FOR"))
            {
                at++;
                filter = In(context, filter, nodes, ref at);
            }
            else if (nodes[at].IsWord("HISTORY", "FROM") || nodes[at].Is(TokenKind.Text))
            {
                at++;
            }
            else
            {
                throw context.Translator().Unexpected(nodes[at]);
            }
        }

        return filter;
    }

    public string Apply(string rows, string what)
    {
        var hasNames = what is not ("PARAMETERS" or "VARIABLES");
        var name = what switch { "COLUMNS" => "\"column_name\"", "PARAMETERS" => "\"key\"", _ => "\"name\"" };
        var conditions = new List<string>();
        void Add(string? value, string condition)
        {
            if (value is not null)
            {
                conditions.Add(condition);
            }
        }

        Add(Like, $"{name} ILIKE {Like}");
        Add(StartsWith, $"starts_with({name}, {StartsWith})");
        if (hasNames && what is "TABLES" or "VIEWS" or "OBJECTS" or "COLUMNS" or "SCHEMAS")
        {
            Add(Database, $"\"database_name\" IN ({Literals.TextOrNull(Database)}, '')");
            Add(what == "SCHEMAS" ? null : Schema, $"\"schema_name\" IN ({Literals.TextOrNull(Schema)}, '')");
            Add(what == "COLUMNS" ? Table : null, $"\"table_name\" = {Literals.TextOrNull(Table)}");
        }

        return "SELECT * FROM (" + rows + ")" + (conditions.Count > 0 ? " WHERE " + string.Join(" AND ", conditions) : "") + (Limit is null ? "" : " LIMIT " + Limit);
    }

    private static ShowFilter In(StatementContext context, ShowFilter filter, List<Node> nodes, ref int at)
    {
        var what = at < nodes.Count && nodes[at].IsWord("ACCOUNT", "DATABASE", "SCHEMA", "TABLE", "VIEW", "SESSION", "USER", "WAREHOUSE") ? nodes[at++].Token.Value : "";
        if (what is "ACCOUNT" or "SESSION" || (what is "USER" or "WAREHOUSE"))
        {
            at += what is "USER" or "WAREHOUSE" && at < nodes.Count ? 1 : 0;
            return filter with { Database = null, Schema = null };
        }

        if (at >= nodes.Count || nodes[at].IsWord("LIKE", "LIMIT", "STARTS"))
        {
            return what == "DATABASE" ? filter with { Schema = null } : filter;
        }

        var name = NamePath.Read(context.Translator(), nodes, ref at);
        return what switch
        {
            "DATABASE" => filter with { Database = name[0], Schema = null },
            "TABLE" or "VIEW" => filter with { Table = name[^1], Schema = name.Count > 1 ? name[^2] : filter.Schema, Database = name.Count > 2 ? name[0] : filter.Database },
            _ when name.Count > 1 => filter with { Database = name[0], Schema = name[1] },
            "SCHEMA" => filter with { Schema = name[0] },
            _ => IsDatabase(context, name[0]) ? filter with { Database = name[0], Schema = null } : filter with { Schema = name[0] },
        };
    }

    private static bool IsDatabase(StatementContext context, string name) =>
        Warehouse.Exists(context.Session.Connection, "SELECT 1 FROM duckdb_databases() WHERE database_name = " + Literals.Text(name));
}
