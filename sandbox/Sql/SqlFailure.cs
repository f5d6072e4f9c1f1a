namespace Snowtrail.Sandbox.Sql;

/// <summary>A statement's failure as Snowflake words it. An exception only inside the room: it leaves as an error envelope.</summary>
internal sealed class SqlFailure(string code, string sqlState, string message) : Exception(message)
{
    public string Code { get; } = code;

    public string SqlState { get; } = sqlState;

    public static SqlFailure Syntax(string sql, int at, string unexpected)
    {
        var before = sql.AsSpan(0, Math.Min(at, sql.Length));
        var line = before.Count('\n') + 1;
        var position = at - (before.LastIndexOf('\n') + 1);
        return new SqlFailure(
            "001003", "42000", $"SQL compilation error:\nsyntax error line {line} at position {position} unexpected '{unexpected}'.");
    }

    public static SqlFailure Missing(string name) =>
        new("002003", "42S02", $"SQL compilation error:\nObject '{name}' does not exist or not authorized.");

    public static SqlFailure MissingForUse() =>
        new("002043", "02000", "SQL compilation error:\nObject does not exist, or operation cannot be performed.");

    public static SqlFailure Unsupported(string feature) =>
        new("000002", "0A000", $"Unsupported feature '{feature}': the sandbox does not do this.");

    public static SqlFailure Canceled() => new("000604", "57014", "SQL execution canceled");

    public static SqlFailure TimedOut(int seconds) =>
        new("000630", "57014", $"Statement reached its statement or warehouse timeout of {seconds} second(s) and was canceled.");

    public static SqlFailure WrongArguments(string function) =>
        new("000938", "22023", $"SQL compilation error: error line 1 at position 7\nnot enough arguments for function [{function}]");
}
