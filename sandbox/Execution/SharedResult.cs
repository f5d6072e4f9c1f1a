using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>
/// <c>SELECT * FROM TABLE(RESULT_SCAN('id'))</c>, by which some drivers fetch what they started asynchronously: the very result, not a copy.
/// </summary>
internal static class SharedResult
{
    public static Succeeded? Find(StatementContext context)
    {
        var nodes = context.Statement.Nodes;
        if (nodes.Count != 5 || !nodes[0].IsWord("SELECT") || !nodes[1].IsSymbol("*") || !nodes[2].IsWord("FROM") || !nodes[3].IsWord("TABLE")
            || nodes[4] is not { IsParens: true, Items: [{ IsGroup: false } function, { IsParens: true }] } || !function.IsWord("RESULT_SCAN"))
        {
            return null;
        }

        var translator = context.Translator();
        translator.Translate(nodes);
        return Outcome(context, translator.Effects.ResultScans[0]) with { Describes = context.Request.DescribeOnly, Borrows = true };
    }

    /// <summary>The outcome of the session's own statement; its failure is thrown again.</summary>
    public static Succeeded Outcome(StatementContext context, string id) => context.Session.Find(id) switch
    {
        null => throw new SqlFailure("000709", "02000", $"Statement {id} not found"),
        { IsDone: false } => throw new SqlFailure("000710", "02000", $"Statement {id} is not finished"),
        { Outcome.Result: Failed failed } => throw new SqlFailure(failed.Code, failed.SqlState, failed.Message),
        { Outcome.Result: Succeeded succeeded } => succeeded,
        _ => throw new InvalidOperationException("An outcome is a success or a failure."),
    };
}
