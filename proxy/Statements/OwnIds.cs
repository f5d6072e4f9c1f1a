using Snowtrail.Proxy.Sessions;
using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Statements;

/// <summary>Puts the warehouse's query ids where a text names ours: <c>RESULT_SCAN('…')</c>, <c>SYSTEM$CANCEL_QUERY('…')</c>.</summary>
internal static class OwnIds
{
    public static string Replace(string sqlText, SqlAnalysis analysis, GatewaySession session)
    {
        if ((analysis.Flags & StatementFlags.ResultScan) == 0 && !analysis.Functions.Any(name => name.StartsWith("SYSTEM$", StringComparison.Ordinal)))
            return sqlText;
        foreach (var (id, query) in session.Queries)
        {
            if (query is { Child: null, Call.UpstreamId: { } upstream } && upstream != id && sqlText.Contains(id, StringComparison.OrdinalIgnoreCase))
                sqlText = sqlText.Replace(id, upstream, StringComparison.OrdinalIgnoreCase);
        }
        return sqlText;
    }
}
