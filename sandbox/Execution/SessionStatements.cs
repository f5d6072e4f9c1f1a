using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>ALTER SESSION, SET and UNSET.</summary>
internal static class SessionStatements
{
    public static string Alter(StatementContext context)
    {
        var nodes = context.Statement.Nodes;
        if (nodes.Count > 3 && nodes[2].IsWord("SET"))
        {
            foreach (var (name, value) in Assignments(context, nodes[3..]))
            {
                SetParameter(context.Session, name, value);
            }
        }
        else if (nodes.Count > 3 && nodes[2].IsWord("UNSET"))
        {
            foreach (var name in nodes[3..].Where(n => n.IsName))
            {
                context.Session.Parameters.Unset(name.Token.Value);
                Applied(context.Session, name.Token.Value);
            }
        }
        else
        {
            throw context.Translator().Unexpected(nodes[Math.Min(2, nodes.Count - 1)]);
        }

        return "Statement executed successfully.";
    }

    public static string Set(StatementContext context)
    {
        var nodes = context.Statement.Nodes;
        if (nodes[0].IsWord("UNSET"))
        {
            var names = nodes.Count == 2 && nodes[1].IsParens ? nodes[1].Items! : nodes[1..];
            names.Where(n => n.IsName).ToList().ForEach(n => context.Session.Variables.TryRemove(n.Token.Value, out _));
            return "Statement executed successfully.";
        }

        if (nodes.Count < 4 || !nodes[2].IsSymbol("="))
        {
            throw context.Translator().Unexpected(nodes[^1]);
        }

        var targets = nodes[1].IsParens ? nodes[1].Items!.Where(n => n.IsName).ToList() : [nodes[1]];
        var values = nodes[1].IsParens && nodes[3].IsParens ? Node.Split(nodes[3].Items!, ",") : [nodes[3..]];
        if (targets.Count != values.Count)
        {
            throw context.Translator().Unexpected(nodes[3]);
        }

        foreach (var (target, value) in targets.Zip(values))
        {
            context.Session.Variables[target.Token.Value] = Evaluate(context, value);
        }

        return "Statement executed successfully.";
    }

    /// <summary>Sets a parameter and does what it asks of the connection.</summary>
    public static void SetParameter(Session session, string name, string value)
    {
        session.Parameters.Set(name, value);
        Applied(session, name);
    }

    private static void Applied(Session session, string name)
    {
        if (name == "TIMEZONE")
        {
            Warehouse.Run(session.Connection, "SET TimeZone = " + Literals.Text(session.Parameters.Text(name)));
        }
        else if (name == "AUTOCOMMIT" && session.Parameters.Get(name) is true)
        {
            Transactions.Commit(session);
        }
    }

    private static string Evaluate(StatementContext context, List<Node> value)
    {
        var sql = "SELECT (" + context.Translator().Translate(value) + ") AS V";
        var column = DuckReader.Describe(context.Session.Connection, sql)[0];
        var text = DuckReader.Texts(context.Session.Connection, $"SELECT CAST(V AS VARCHAR) FROM ({sql})")[0];
        return column.Type is Results.LogicalType.Fixed or Results.LogicalType.Real
            ? text.StartsWith('-') ? "(" + text + ")" : text
            : column.Type == Results.LogicalType.Text ? Literals.Text(text) : $"CAST({Literals.Text(text)} AS {DuckType(column)})";
    }

    private static string DuckType(Results.ResultColumn column) => column.Type switch
    {
        Results.LogicalType.Boolean => "BOOLEAN",
        Results.LogicalType.Date => "DATE",
        Results.LogicalType.Time => "TIME",
        Results.LogicalType.TimestampNtz => "TIMESTAMP",
        Results.LogicalType.TimestampLtz => "TIMESTAMPTZ",
        _ => "VARCHAR",
    };

    private static IEnumerable<(string Name, string Value)> Assignments(StatementContext context, List<Node> nodes)
    {
        for (var at = 0; at < nodes.Count; at += 3)
        {
            if (nodes[at].IsSymbol(","))
            {
                at++;
            }

            if (at + 2 >= nodes.Count || !nodes[at].IsName || !nodes[at + 1].IsSymbol("="))
            {
                throw context.Translator().Unexpected(nodes[Math.Min(at, nodes.Count - 1)]);
            }

            var value = nodes[at + 2].Is(TokenKind.Text) || nodes[at + 2].Is(TokenKind.Number) || nodes[at + 2].IsName
                ? nodes[at + 2].Token.Value
                : context.Translator().Render([nodes[at + 2]]).Trim('\'');
            yield return (nodes[at].Token.Value, value);
        }
    }
}
