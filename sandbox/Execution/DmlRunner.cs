using System.Globalization;
using System.Text;
using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>INSERT, UPDATE, DELETE and MERGE; batches of bound rows; counts as Snowflake's columns (protocol section 3.6).</summary>
internal static class DmlRunner
{
    private const int RowsPerInsert = 1_000;

    public static Succeeded Run(StatementContext context)
    {
        var nodes = Nodes(context);
        if (context.Request.DescribeOnly)
        {
            DuckReader.Run(context.Session.Connection, "EXPLAIN " + context.Translator().Translate(nodes), context.Cancel);
            return StatementRunner.Success(context, StatementContext.Empty([.. Columns(context, new(0, 0, 0)).Select(c => c.Column)]));
        }

        var counts = InTransaction(context, () => Execute(context, nodes));
        var row = Columns(context, counts).Select(c => (c.Column, (string?)c.Count.ToString(CultureInfo.InvariantCulture)));
        return StatementRunner.Success(context, StoredResult.Of([.. row])) with { Counts = counts };
    }

    private static DmlCounts Execute(StatementContext context, List<Node> nodes)
    {
        var rows = BindLiterals.Rows(context.Request.Bindings);
        var values = nodes.FindIndex(n => n.IsWord("VALUES"));
        if (context.Statement.Kind == StatementKind.Insert && rows > 1 && values > 0 && nodes.Count == values + 2 && nodes[^1].IsParens)
        {
            return new(InsertBatch(context, nodes, values, rows), 0, 0);
        }

        var total = new DmlCounts(0, 0, 0);
        for (var row = 0; row < rows; row++)
        {
            var sql = Overwrite(context, nodes, row, out var rest) + context.Translator(row).Translate(rest);
            total = Add(total, Once(context, sql));
        }

        return total;
    }

    private static DmlCounts Once(StatementContext context, string sql)
    {
        if (context.Statement.Kind == StatementKind.Merge)
        {
            var actions = DuckReader.Texts(context.Session.Connection, sql + " RETURNING merge_action", cancel: context.Cancel);
            return new(actions.Count(a => a == "INSERT"), actions.Count(a => a == "UPDATE"), actions.Count(a => a == "DELETE"));
        }

        var touched = DuckReader.Run(context.Session.Connection, sql, context.Cancel);
        return context.Statement.Kind switch
        {
            StatementKind.Insert => new(touched, 0, 0),
            StatementKind.Update => new(0, touched, 0),
            _ => new(0, 0, touched),
        };
    }

    /// <summary>Many bound rows become few statements with many value lists.</summary>
    private static long InsertBatch(StatementContext context, List<Node> nodes, int values, int rows)
    {
        var head = context.Translator().Translate(nodes[..(values + 1)]);
        long touched = 0;
        for (var first = 0; first < rows; first += RowsPerInsert)
        {
            var sql = new StringBuilder(head);
            for (var row = first; row < Math.Min(rows, first + RowsPerInsert); row++)
            {
                sql.Append(row == first ? " " : ", ").Append(context.Translator(row).Render([nodes[^1]]));
            }

            touched += DuckReader.Run(context.Session.Connection, sql.ToString(), context.Cancel);
        }

        return touched;
    }

    /// <summary>INSERT OVERWRITE empties the table first.</summary>
    private static string Overwrite(StatementContext context, List<Node> nodes, int row, out List<Node> rest)
    {
        rest = nodes;
        if (context.Statement.Kind != StatementKind.Insert || nodes.Count < 4 || !nodes[1].IsWord("OVERWRITE"))
        {
            return "";
        }

        rest = [nodes[0], .. nodes[2..]];
        if (row == 0)
        {
            var at = 3;
            var name = NamePath.Read(context.Translator(), nodes, ref at);
            DuckReader.Run(context.Session.Connection, "DELETE FROM " + string.Join('.', name.Select(Literals.Name)), context.Cancel);
        }

        return "";
    }

    /// <summary>Snowflake lets SET targets carry their table's name, DuckDB does not.</summary>
    private static List<Node> Nodes(StatementContext context)
    {
        var nodes = context.Statement.Nodes.ToList();
        if (context.Statement.Kind is not (StatementKind.Update or StatementKind.Merge))
        {
            return nodes;
        }

        var inSet = false;
        for (var at = 0; at < nodes.Count; at++)
        {
            inSet = nodes[at].IsWord("SET") || (inSet && !nodes[at].IsWord("FROM", "WHERE", "WHEN"));
            if (inSet && (nodes[at].IsWord("SET") || nodes[at].IsSymbol(",")))
            {
                while (at + 3 < nodes.Count && nodes[at + 1].IsName && nodes[at + 2].IsSymbol(".") && nodes[at + 3].IsName)
                {
                    nodes.RemoveRange(at + 1, 2);
                }
            }
        }

        return nodes;
    }

    private static DmlCounts InTransaction(StatementContext context, Func<DmlCounts> run)
    {
        if (context.Session.InTransaction)
        {
            return run();
        }

        Warehouse.Run(context.Session.Connection, "BEGIN");
        try
        {
            var counts = run();
            Warehouse.Run(context.Session.Connection, "COMMIT");
            return counts;
        }
        catch
        {
            Warehouse.Run(context.Session.Connection, "ROLLBACK");
            throw;
        }
    }

    private static DmlCounts Add(DmlCounts a, DmlCounts b) => new(a.Inserted + b.Inserted, a.Updated + b.Updated, a.Deleted + b.Deleted);

    private static IEnumerable<(ResultColumn Column, long Count)> Columns(StatementContext context, DmlCounts counts)
    {
        var merges = context.Statement.Kind == StatementKind.Merge;
        bool Has(string word) => context.Statement.Nodes.Exists(n => n.IsWord(word));
        if (context.Statement.Kind == StatementKind.Insert || (merges && Has("INSERT")))
        {
            yield return (ResultColumn.Count("number of rows inserted"), counts.Inserted);
        }

        if (context.Statement.Kind == StatementKind.Update || (merges && Has("UPDATE")))
        {
            yield return (ResultColumn.Count("number of rows updated"), counts.Updated);
        }

        if (context.Statement.Kind == StatementKind.Update)
        {
            yield return (ResultColumn.Count("number of multi-joined rows updated"), 0);
        }

        if (context.Statement.Kind == StatementKind.Delete || (merges && Has("DELETE")))
        {
            yield return (ResultColumn.Count("number of rows deleted"), counts.Deleted);
        }
    }
}
