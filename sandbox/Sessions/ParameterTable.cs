using System.Globalization;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Sessions;

/// <summary>The session parameters the sandbox knows, with the JSON types drivers insist on (protocol section 2.6).</summary>
internal static class ParameterTable
{
    public static readonly IReadOnlyDictionary<string, object> Defaults = new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["ABORT_DETACHED_QUERY"] = false,
        ["AUTOCOMMIT"] = true,
        ["BINARY_OUTPUT_FORMAT"] = "HEX",
        ["CLIENT_DISABLE_INCIDENTS"] = true,
        ["CLIENT_HONOR_CLIENT_TZ_FOR_TIMESTAMP_NTZ"] = true,
        ["CLIENT_MEMORY_LIMIT"] = 1536,
        ["CLIENT_METADATA_REQUEST_USE_CONNECTION_CTX"] = false,
        ["CLIENT_METADATA_USE_SESSION_DATABASE"] = false,
        ["CLIENT_PREFETCH_THREADS"] = 4,
        ["CLIENT_RESULT_CHUNK_SIZE"] = 160,
        ["CLIENT_RESULT_COLUMN_CASE_INSENSITIVE"] = false,
        ["CLIENT_SESSION_CLONE"] = false,
        ["CLIENT_SESSION_KEEP_ALIVE"] = false,
        ["CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY"] = 3600,
        ["CLIENT_STAGE_ARRAY_BINDING_THRESHOLD"] = 0,
        ["CLIENT_TELEMETRY_ENABLED"] = false,
        ["CLIENT_TIMESTAMP_TYPE_MAPPING"] = "TIMESTAMP_LTZ",
        ["CLIENT_VALIDATE_DEFAULT_PARAMETERS"] = false,
        ["C_API_QUERY_RESULT_FORMAT"] = "ARROW",
        ["DATE_OUTPUT_FORMAT"] = "YYYY-MM-DD",
        ["DOTNET_QUERY_RESULT_FORMAT"] = "ARROW",
        ["ERROR_ON_NONDETERMINISTIC_MERGE"] = true,
        ["GO_QUERY_RESULT_FORMAT"] = "ARROW",
        ["JDBC_ENABLE_COMBINED_DESCRIBE"] = false,
        ["JDBC_ENABLE_PUT_GET"] = false,
        ["JDBC_QUERY_RESULT_FORMAT"] = "ARROW",
        ["JDBC_TREAT_DECIMAL_AS_INT"] = true,
        ["JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC"] = false,
        ["JDBC_USE_SESSION_TIMEZONE"] = true,
        ["JS_DRIVER_DISABLE_OCSP_FOR_NON_SF_ENDPOINTS"] = false,
        ["JS_TREAT_INTEGER_AS_BIGINT"] = false,
        ["LOCK_TIMEOUT"] = 43200,
        ["MULTI_STATEMENT_COUNT"] = 1,
        ["ODBC_QUERY_RESULT_FORMAT"] = "ARROW",
        ["PYTHON_CONNECTOR_QUERY_RESULT_FORMAT"] = "ARROW",
        ["QUERY_CONTEXT_CACHE_SIZE"] = 5,
        ["QUERY_TAG"] = "",
        ["QUOTED_IDENTIFIERS_IGNORE_CASE"] = false,
        ["ROWS_PER_RESULTSET"] = 0,
        ["SERVICE_NAME"] = "",
        ["STATEMENT_QUEUED_TIMEOUT_IN_SECONDS"] = 0,
        ["STATEMENT_TIMEOUT_IN_SECONDS"] = 172800,
        ["TIMESTAMP_LTZ_OUTPUT_FORMAT"] = "",
        ["TIMESTAMP_NTZ_OUTPUT_FORMAT"] = "YYYY-MM-DD HH24:MI:SS.FF3",
        ["TIMESTAMP_OUTPUT_FORMAT"] = "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
        ["TIMESTAMP_TYPE_MAPPING"] = "TIMESTAMP_NTZ",
        ["TIMESTAMP_TZ_OUTPUT_FORMAT"] = "",
        ["TIMEZONE"] = "Etc/UTC",
        ["TIME_OUTPUT_FORMAT"] = "HH24:MI:SS",
        ["TRANSACTION_ABORT_ON_ERROR"] = false,
        ["USE_CACHED_RESULT"] = true,
        ["WEEK_OF_YEAR_POLICY"] = 0,
        ["WEEK_START"] = 0,
    };

    /// <summary>A value in the parameter's own type.</summary>
    public static object Convert(string name, string text) => Defaults[name] switch
    {
        bool => bool.TryParse(text, out var flag) ? flag : throw Invalid(name, text),
        int => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid(name, text),
        _ when name == "TIMEZONE" && !TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) => throw Invalid(name, text),
        _ => text,
    };

    public static SqlFailure Unknown(string name) =>
        new("001420", "22023", $"SQL compilation error:\ninvalid property '{name}' for 'SESSION'");

    private static SqlFailure Invalid(string name, string text) =>
        new("001006", "22023", $"SQL compilation error:\ninvalid value [{text}] for parameter '{name}'");
}
