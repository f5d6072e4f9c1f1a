using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>CREATE TABLE, also AS SELECT, LIKE and CLONE.</summary>
internal static class CreateTable
{
    public static string Run(StatementContext context, DdlCursor cursor, CreateClause create)
    {
        var session = context.Session;
        var name = cursor.TakeName(create.IfNotExists, out var ifNotExists);
        var target = create.IsTemporary ? "temp." + Literals.Name(name[^1]) : string.Join('.', name.Select(Literals.Name));
        if (ifNotExists && Exists(session, name, create.IsTemporary))
        {
            return $"{Literals.Shown(name[^1])} already exists, statement succeeded.";
        }

        var head = $"CREATE {(create.Replaces ? "OR REPLACE " : "")}{(create.IsTemporary ? "TEMP " : "")}TABLE {target} ";
        var columns = new List<ColumnDefinition>();
        var sql = head + Body(session, cursor, columns);
        DuckReader.Run(session.Connection, sql, context.Cancel);
        DdlCursor.Remember(session, name, create.IsTemporary);
        foreach (var column in columns.Where(c => c.Declared is not null))
        {
            Warehouse.Run(session.Connection, $"COMMENT ON COLUMN {target}.{Literals.Name(column.Name)} IS {Literals.Text(column.Declared!)}");
        }

        return $"Table {Literals.Shown(name[^1])} successfully created.";
    }

    private static string Body(Session session, DdlCursor cursor, List<ColumnDefinition> columns)
    {
        var likes = cursor.TakeWords("LIKE");
        if (likes || cursor.TakeWords("CLONE"))
        {
            return "AS FROM " + DdlCursor.Target(session, cursor.TakeName(false, out _), false) + (likes ? " WITH NO DATA" : "");
        }

        var list = cursor.TakeParens();
        columns.AddRange(list is null ? [] : ColumnDefinition.ReadAll(cursor.Translator, list));
        if (cursor.TrySkipTo("AS"))
        {
            var select = cursor.Translator.Translate(cursor.Rest());
            return columns.Count == 0 ? "AS " + select : $"AS SELECT {Casts(columns)} FROM ({select}) AS q({Names(columns)})";
        }

        return list is null ? throw cursor.Translator.Unexpected(cursor.Current) : "(" + string.Join(", ", columns.Select(c => c.Sql)) + ")";
    }

    private static string Names(List<ColumnDefinition> columns) => string.Join(", ", columns.Select(c => Literals.Name(c.Name)));

    private static string Casts(List<ColumnDefinition> columns) => string.Join(", ", columns.Select(c =>
        c.Type is null ? Literals.Name(c.Name) : $"CAST({Literals.Name(c.Name)} AS {c.Type}) AS {Literals.Name(c.Name)}"));

    private static bool Exists(Session session, List<string> name, bool temporary) => Warehouse.Exists(
        session.Connection,
        $"SELECT 1 FROM duckdb_tables() WHERE table_name = {Literals.Text(name[^1])} AND "
        + (temporary
            ? "temporary"
            : $"schema_name = {Literals.TextOrNull(name.Count > 1 ? name[^2] : session.Schema)} AND database_name = {Literals.TextOrNull(name.Count > 2 ? name[0] : session.Database)}"));
}
