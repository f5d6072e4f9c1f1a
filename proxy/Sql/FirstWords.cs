using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql;

internal static class FirstWords
{
    public static List<SqlStatement> Classify(SqlTokens tokens)
    {
        var found = new List<SqlStatement>();
        var atStart = true;
        for (var i = 0; i < tokens.Count - 1; i++)
        {
            if (tokens.IsSymbol(i, ";"))
            {
                atStart = true;
            }
            else if (atStart)
            {
                atStart = false;
                var verb = tokens.Name(tokens[i]);
                var session = verb is "ALTER" && tokens.IsWord(i + 1, "SESSION");
                found.Add(new SqlStatement { Class = session ? StatementClass.Session : Of(verb), Verb = session ? "ALTER SESSION" : verb });
            }
        }

        return found;
    }

    private static StatementClass Of(string verb) => verb switch
    {
        "SELECT" or "WITH" or "VALUES" => StatementClass.Query,
        "INSERT" or "UPDATE" or "DELETE" or "MERGE" or "TRUNCATE" => StatementClass.Dml,
        "CREATE" or "ALTER" or "DROP" or "UNDROP" or "COMMENT" => StatementClass.Ddl,
        "GRANT" or "REVOKE" => StatementClass.Dcl,
        "USE" or "SET" or "UNSET" => StatementClass.Session,
        "BEGIN" or "COMMIT" or "ROLLBACK" => StatementClass.Transaction,
        "SHOW" or "DESCRIBE" or "DESC" or "LIST" or "LS" or "EXPLAIN" => StatementClass.Metadata,
        "PUT" or "GET" or "REMOVE" or "RM" => StatementClass.FileTransfer,
        "CALL" or "EXECUTE" or "DECLARE" => StatementClass.Call,
        _ => StatementClass.Unknown,
    };
}
