using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>One statement under execution.</summary>
internal sealed record StatementContext(Session Session, Query Query, SqlStatement Statement, QueryRequest Request, CancellationToken Cancel)
{
    public Translator Translator(int row = 0) =>
        new(Statement.Source, Session.Scope(BindLiterals.Row(Request.Bindings, row), Query.Id));

    /// <summary>An empty result of a describe.</summary>
    public static StoredResult Empty(IReadOnlyList<ResultColumn> columns, ResultFormat format = ResultFormat.Json) =>
        new() { Columns = columns, Format = format, Inline = [], Total = 0 };
}
