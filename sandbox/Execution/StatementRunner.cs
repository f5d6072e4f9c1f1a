using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Runs one statement: reads go to <see cref="SelectRunner"/>, changes to the runner of their kind.</summary>
internal sealed class StatementRunner(Warehouse warehouse, SelectRunner select)
{
    /// <summary>Runs while holding the session's turn.</summary>
    public Succeeded Run(StatementContext context)
    {
        var kind = context.Statement.Kind;
        BeginWhenManual(context.Session, kind, context.Request.DescribeOnly);
        return kind switch
        {
            StatementKind.Select => select.Run(context),
            StatementKind.Explain => SelectRunner.Explain(context),
            StatementKind.Show => select.Run(context, ShowStatements.Translate(context)),
            StatementKind.Describe => select.Run(context, DescribeStatements.Translate(context)),
            StatementKind.Insert or StatementKind.Update or StatementKind.Delete or StatementKind.Merge => DmlRunner.Run(context),
            StatementKind.Use => Status(context, UseStatements.Run),
            StatementKind.AlterSession => Status(context, SessionStatements.Alter),
            StatementKind.Set => Status(context, SessionStatements.Set),
            StatementKind.Begin or StatementKind.Commit or StatementKind.Rollback => Status(context, Transactions.Run),
            StatementKind.Ddl => Status(context, c => new DdlRunner(warehouse).Run(c)),
            StatementKind.Put or StatementKind.Get or StatementKind.List or StatementKind.Remove => throw NoFiles(kind),
            StatementKind.CopyIntoLocation or StatementKind.CopyIntoTable => throw NoFiles(kind),
            StatementKind.MultiTableInsert => throw SqlFailure.Unsupported("multi-table INSERT"),
            StatementKind.Call => throw SqlFailure.Unsupported("scripting and procedures"),
            _ => throw context.Translator().Unexpected(context.Statement.Nodes[0]),
        };
    }

    public static Succeeded Success(StatementContext context, StoredResult result) => new(result, context.Statement.Kind)
    {
        Database = context.Session.Database,
        Schema = context.Session.Schema,
        Warehouse = context.Session.Warehouse,
        Role = context.Session.Role,
        Describes = context.Request.DescribeOnly,
    };

    private static Succeeded Status(StatementContext context, Func<StatementContext, string> run) =>
        context.Request.DescribeOnly
            ? Success(context, StatementContext.Empty([ResultColumn.Text("status")]))
            : Success(context, StoredResult.Status(run(context)));

    /// <summary>With AUTOCOMMIT off, the first statement that reads or writes opens the transaction.</summary>
    private static void BeginWhenManual(Session session, StatementKind kind, bool describe)
    {
        if (!describe && !session.InTransaction && (kind == StatementKind.Select || StatementKinds.IsDml(kind)) && session.Parameters.Get("AUTOCOMMIT") is false)
        {
            Warehouse.Run(session.Connection, "BEGIN");
            session.InTransaction = true;
        }
    }

    private static SqlFailure NoFiles(StatementKind kind) =>
        new("091003", "0A000", $"The sandbox has no stages: {kind switch { StatementKind.CopyIntoTable or StatementKind.CopyIntoLocation => "COPY INTO", _ => kind.ToString().ToUpperInvariant() }} is not done here.");
}
