using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Makes an earlier result a temporary table, for RESULT_SCAN.</summary>
internal static class ResultScans
{
    public static void Materialize(StatementContext context, string queryId) => throw SqlFailure.Unsupported("RESULT_SCAN inside a query " + queryId + context.Query.Id);
}
