using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>ALTER TABLE: rename, add, drop and rename columns, change type, default and nullability.</summary>
internal static class AlterStatements
{
    public static string Run(StatementContext context, DdlCursor cursor)
    {
        var what = cursor.Take().Value;
        if (what is not ("TABLE" or "VIEW"))
        {
            throw SqlFailure.Unsupported("ALTER " + what);
        }

        var ifExists = cursor.TakeWords("IF", "EXISTS") ? "IF EXISTS " : "";
        var name = cursor.TakeName(false, out _);
        var target = DdlCursor.Target(context.Session, name, false);
        foreach (var change in Changes(cursor))
        {
            DuckReader.Run(context.Session.Connection, $"ALTER {what} {ifExists}{target} {change}", context.Cancel);
        }

        return "Statement executed successfully.";
    }

    private static List<string> Changes(DdlCursor cursor)
    {
        if (cursor.TakeWords("RENAME", "TO"))
        {
            return ["RENAME TO " + Literals.Name(cursor.TakeName(false, out _)[^1])];
        }

        if (cursor.TakeWords("RENAME", "COLUMN"))
        {
            var from = Literals.Name(cursor.Take().Value);
            return cursor.TakeWords("TO") ? [$"RENAME COLUMN {from} TO {Literals.Name(cursor.Take().Value)}"] : throw cursor.Translator.Unexpected(cursor.Current);
        }

        if (cursor.TakeWords("ADD"))
        {
            cursor.TakeWords("COLUMN");
            var ifNotExists = cursor.TakeWords("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
            return Node.Split(cursor.Rest(), ",").Select(item => $"ADD COLUMN {ifNotExists}" + ColumnDefinition.Read(cursor.Translator, item).Sql).ToList();
        }

        if (cursor.TakeWords("DROP"))
        {
            cursor.TakeWords("COLUMN");
            var ifExists = cursor.TakeWords("IF", "EXISTS") ? "IF EXISTS " : "";
            return Node.Split(cursor.Rest(), ",").Select(item => $"DROP COLUMN {ifExists}{Literals.Name(item[0].Token.Value)}").ToList();
        }

        if (cursor.TakeWords("ALTER") || cursor.TakeWords("MODIFY"))
        {
            cursor.TakeWords("COLUMN");
            return [Column(cursor)];
        }

        throw SqlFailure.Unsupported("ALTER TABLE " + (cursor.Current.IsGroup ? "" : cursor.Current.Token.Value));
    }

    private static string Column(DdlCursor cursor)
    {
        var column = "ALTER COLUMN " + Literals.Name(cursor.Take().Value) + " ";
        foreach (var words in new string[][] { ["DROP", "NOT", "NULL"], ["DROP", "DEFAULT"], ["SET", "NOT", "NULL"] })
        {
            if (cursor.TakeWords(words))
            {
                return column + string.Join(' ', words);
            }
        }

        _ = cursor.TakeWords("SET", "DATA", "TYPE") || cursor.TakeWords("TYPE");
        var (_, type) = TypeNames.Read(cursor.Rest().ToArray());
        return column + "SET DATA TYPE " + type;
    }
}
