using Snowtrail.Sandbox.Results;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Runs queries.</summary>
internal sealed class SelectRunner(ResultLimits limits, ChunkFiles files)
{
    public Succeeded Run(StatementContext context)
    {
        var translator = context.Translator();
        var sql = translator.Translate(context.Statement.Nodes);
        foreach (var id in translator.Effects.ResultScans)
        {
            ResultScans.Materialize(context, id);
        }

        var columns = DeclaredColumns.Apply(context, DuckReader.Describe(context.Session.Connection, sql));
        return Run(context, sql, columns, ResultFormats.Of(context.Session, context.Request));
    }

    /// <summary>Runs a metadata query, whose rows always travel as JSON.</summary>
    public Succeeded Run(StatementContext context, string sql) =>
        Run(context, sql, DuckReader.Describe(context.Session.Connection, sql), ResultFormat.Json);

    public static Succeeded Explain(StatementContext context)
    {
        var nodes = context.Statement.Nodes.SkipWhile(n => n.IsWord("EXPLAIN", "USING", "TEXT", "TABULAR", "JSON")).ToList();
        var plan = DuckReader.Texts(context.Session.Connection, "EXPLAIN " + context.Translator().Translate(nodes), column: 1, context.Cancel);
        return StatementRunner.Success(context, StoredResult.Of((ResultColumn.Text("content"), string.Join('\n', plan))));
    }

    private Succeeded Run(StatementContext context, string sql, IReadOnlyList<ResultColumn> columns, ResultFormat format)
    {
        if (context.Request.DescribeOnly)
        {
            return StatementRunner.Success(context, StatementContext.Empty(columns, format));
        }

        using var writer = new ResultWriter(columns, format, limits, files);
        DuckReader.Read(context.Session.Connection, sql, writer, context.Cancel);
        return StatementRunner.Success(context, writer.Finish());
    }
}
