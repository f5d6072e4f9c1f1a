using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>BEGIN, COMMIT and ROLLBACK on the session's own connection.</summary>
internal static class Transactions
{
    public static string Run(StatementContext context)
    {
        var session = context.Session;
        var begins = context.Statement.Kind == StatementKind.Begin;
        if (begins != session.InTransaction)
        {
            Warehouse.Run(session.Connection, context.Statement.Kind.ToString().ToUpperInvariant());
            session.InTransaction = begins;
        }

        return "Statement executed successfully.";
    }

    /// <summary>Commits what is open: DDL does so in Snowflake, and so does switching AUTOCOMMIT on.</summary>
    public static void Commit(Sessions.Session session)
    {
        if (session.InTransaction)
        {
            Warehouse.Run(session.Connection, "COMMIT");
            session.InTransaction = false;
        }
    }
}
