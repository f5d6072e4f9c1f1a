using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sessions;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Chooses how rows travel: by the client, its parameter, and what the statement says itself.</summary>
internal static class ResultFormats
{
    public static ResultFormat Of(Session session, QueryRequest request)
    {
        var parameter = Parameter(session.ClientId);
        if (parameter is null || request.ForceJson)
        {
            return ResultFormat.Json;
        }

        var value = request.Parameters.TryGetValue(parameter, out var own) ? own : session.Parameters.Text(parameter);
        return value.StartsWith("ARROW", StringComparison.OrdinalIgnoreCase) ? ResultFormat.Arrow : ResultFormat.Json;
    }

    private static string? Parameter(string clientId) => clientId.ToUpperInvariant() switch
    {
        "PYTHONCONNECTOR" or "SNOWPARK" => "PYTHON_CONNECTOR_QUERY_RESULT_FORMAT",
        "JDBC" => "JDBC_QUERY_RESULT_FORMAT",
        "GO" => "GO_QUERY_RESULT_FORMAT",
        ".NET" => "DOTNET_QUERY_RESULT_FORMAT",
        "ODBC" => "ODBC_QUERY_RESULT_FORMAT",
        "C API" => "C_API_QUERY_RESULT_FORMAT",
        _ => null,
    };
}
