using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>CREATE, DROP, ALTER and TRUNCATE of databases, schemas, tables and views. What DuckDB has no notion of is refused.</summary>
internal sealed class DdlRunner(Warehouse warehouse)
{
    public string Run(StatementContext context)
    {
        Transactions.Commit(context.Session);
        var cursor = new DdlCursor(context.Translator(), context.Statement.Nodes);
        return cursor.Take().Value switch
        {
            "CREATE" => Create(context, cursor),
            "DROP" => Drop(context, cursor),
            "ALTER" => AlterStatements.Run(context, cursor),
            "TRUNCATE" => Truncate(context, cursor),
            "COMMENT" => throw SqlFailure.Unsupported("COMMENT"),
            var verb => throw SqlFailure.Unsupported(verb),
        };
    }

    private string Create(StatementContext context, DdlCursor cursor)
    {
        var create = new CreateClause(cursor.TakeWords("OR", "REPLACE"), cursor.TakeAny("TEMP", "TEMPORARY", "VOLATILE", "LOCAL", "GLOBAL", "TRANSIENT", "SECURE"));
        var what = cursor.Take().Value;
        create = create with { IfNotExists = cursor.TakeWords("IF", "NOT", "EXISTS") };
        return what switch
        {
            "TABLE" => CreateTable.Run(context, cursor, create),
            "VIEW" => CreateView(context, cursor, create),
            "SCHEMA" => CreateSchema(context, cursor, create),
            "DATABASE" => CreateDatabase(context, cursor, create),
            _ => throw SqlFailure.Unsupported("CREATE " + what),
        };
    }

    private static string CreateView(StatementContext context, DdlCursor cursor, CreateClause create)
    {
        var name = cursor.TakeName(create.IfNotExists, out var exists);
        var columns = cursor.TakeParens();
        cursor.SkipTo("AS");
        var select = cursor.Translator.Translate(cursor.Rest());
        var names = columns is null ? "" : "(" + string.Join(", ", Node.Split(columns, ",").Select(c => Literals.Name(c[0].Token.Value))) + ")";
        DuckReader.Run(
            context.Session.Connection,
            $"CREATE {(create.Replaces ? "OR REPLACE " : "")}{(create.IsTemporary ? "TEMP " : "")}VIEW {(create.IfNotExists || exists ? "IF NOT EXISTS " : "")}"
            + $"{DdlCursor.Target(context.Session, name, create.IsTemporary)} {names} AS {select}",
            context.Cancel);
        DdlCursor.Remember(context.Session, name, create.IsTemporary);
        return $"View {Literals.Shown(name[^1])} successfully created.";
    }

    private static string CreateSchema(StatementContext context, DdlCursor cursor, CreateClause create)
    {
        var name = cursor.TakeName(create.IfNotExists, out _);
        var database = name.Count > 1 ? name[0] : context.Session.Database ?? throw SqlFailure.MissingForUse();
        var target = Literals.Name(database) + "." + Literals.Name(name[^1]);
        if (create.Replaces)
        {
            Warehouse.Run(context.Session.Connection, $"DROP SCHEMA IF EXISTS {target} CASCADE");
        }

        Warehouse.Run(context.Session.Connection, $"CREATE SCHEMA {(create.IfNotExists ? "IF NOT EXISTS " : "")}{target}");
        UseStatements.Select(context.Session, database, name[^1]);
        return $"Schema {Literals.Shown(name[^1])} successfully created.";
    }

    private string CreateDatabase(StatementContext context, DdlCursor cursor, CreateClause create)
    {
        var name = cursor.TakeName(create.IfNotExists, out _)[^1];
        var exists = Warehouse.Exists(context.Session.Connection, "SELECT 1 FROM duckdb_databases() WHERE database_name = " + Literals.Text(name));
        if (exists && !create.IfNotExists && !create.Replaces)
        {
            throw new SqlFailure("002002", "42710", $"SQL compilation error:\nObject '{Literals.Shown(name)}' already exists.");
        }

        if (exists && create.Replaces)
        {
            warehouse.Detach(context.Session.Connection, name);
            exists = false;
        }

        if (!exists)
        {
            warehouse.Attach(context.Session.Connection, name);
        }

        UseStatements.Select(context.Session, name, null);
        return $"Database {Literals.Shown(name)} successfully created.";
    }

    private string Drop(StatementContext context, DdlCursor cursor)
    {
        var what = cursor.Take().Value;
        if (what is not ("TABLE" or "VIEW" or "SCHEMA" or "DATABASE"))
        {
            throw SqlFailure.Unsupported("DROP " + what);
        }

        var ifExists = cursor.TakeWords("IF", "EXISTS");
        var name = cursor.TakeName(false, out _);
        var session = context.Session;
        if (what == "DATABASE")
        {
            DropDatabase(session, name[^1], ifExists);
        }
        else
        {
            var target = what == "SCHEMA"
                ? Literals.Name(name.Count > 1 ? name[0] : session.Database ?? "") + "." + Literals.Name(name[^1])
                : DdlCursor.Target(session, name, false);
            Warehouse.Run(session.Connection, $"DROP {what} {(ifExists ? "IF EXISTS " : "")}{target}{(what == "SCHEMA" ? " CASCADE" : "")}");
        }

        if (what is "TABLE" or "VIEW")
        {
            session.Temporary.TryRemove(name[^1], out _);
        }
        else
        {
            Leave(session, what, name);
        }

        return $"{Literals.Shown(name[^1])} successfully dropped.";
    }

    private void DropDatabase(Session session, string name, bool ifExists)
    {
        if (!Warehouse.Exists(session.Connection, $"SELECT 1 FROM duckdb_databases() WHERE NOT internal AND database_name = {Literals.Text(name)} AND database_name <> 'memory'"))
        {
            if (!ifExists)
            {
                throw new SqlFailure("002003", "02000", $"SQL compilation error:\nDatabase '{Literals.Shown(name)}' does not exist or not authorized.");
            }

            return;
        }

        warehouse.Detach(session.Connection, name);
        if (session.Database is { } current && current != name)
        {
            UseStatements.Select(session, current, session.Schema);
        }
    }

    /// <summary>Dropping what is in use leaves the session without it.</summary>
    private static void Leave(Session session, string what, List<string> name)
    {
        if (what == "DATABASE" && session.Database == name[^1])
        {
            (session.Database, session.Schema) = (null, null);
            Warehouse.Run(session.Connection, "USE memory.main");
        }
        else if (what == "SCHEMA" && session.Schema == name[^1] && (name.Count == 1 || name[0] == session.Database))
        {
            session.Schema = null;
            Warehouse.Run(session.Connection, $"USE {Literals.Name(session.Database!)}.main");
        }
    }

    private static string Truncate(StatementContext context, DdlCursor cursor)
    {
        cursor.TakeWords("TABLE");
        var ifExists = cursor.TakeWords("IF", "EXISTS");
        var target = DdlCursor.Target(context.Session, cursor.TakeName(false, out _), false);
        if (!ifExists || Warehouse.Exists(context.Session.Connection, $"SELECT 1 FROM duckdb_tables() WHERE table_name = {Literals.Text(target.Split('.')[^1].Trim('"'))}"))
        {
            Warehouse.Run(context.Session.Connection, "TRUNCATE " + target);
        }

        return "Statement executed successfully.";
    }
}
