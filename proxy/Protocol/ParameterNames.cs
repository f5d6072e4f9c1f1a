namespace Snowtrail.Proxy.Protocol;

/// <summary>Which session parameters a driver may set through the gateway outside of SQL.</summary>
internal static class ParameterNames
{
    /// <summary>Carries our attribution upstream; a client's own value becomes a member of it.</summary>
    public const string QueryTag = "QUERY_TAG";

    public const string MultiStatementCount = "MULTI_STATEMENT_COUNT";

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "ABORT_DETACHED_QUERY", "AUTOCOMMIT", "ERROR_ON_NONDETERMINISTIC_MERGE", "ERROR_ON_NONDETERMINISTIC_UPDATE", "JSON_INDENT", "LOCK_TIMEOUT",
        "QUOTED_IDENTIFIERS_IGNORE_CASE", "ROWS_PER_RESULTSET", "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", "STATEMENT_TIMEOUT_IN_SECONDS",
        "STRICT_JSON_OUTPUT", "TIMESTAMP_DAY_IS_ALWAYS_24H", "TIMESTAMP_TYPE_MAPPING", "TIMEZONE", "TRANSACTION_ABORT_ON_ERROR",
        "TRANSACTION_DEFAULT_ISOLATION_LEVEL", "TWO_DIGIT_CENTURY_START", "USE_CACHED_RESULT", "WEEK_OF_YEAR_POLICY", "WEEK_START",
        "GCS_USE_DOWNSCOPED_CREDENTIAL", "GEOGRAPHY_INPUT_FORMAT", "DATE_INPUT_FORMAT", "TIME_INPUT_FORMAT", "TIMESTAMP_INPUT_FORMAT", "BINARY_INPUT_FORMAT",
        "DATE_OUTPUT_FORMAT", "TIME_OUTPUT_FORMAT", "TIMESTAMP_OUTPUT_FORMAT", "TIMESTAMP_LTZ_OUTPUT_FORMAT", "TIMESTAMP_NTZ_OUTPUT_FORMAT",
        "TIMESTAMP_TZ_OUTPUT_FORMAT", "SERVICE_NAME",
    };

    // Families of driver settings. BINARY_OUTPUT_FORMAT and GEOGRAPHY_OUTPUT_FORMAT stay out: detectors read hexadecimal and GeoJSON.
    private static readonly string[] Families = ["CLIENT_", "JDBC_", "PYTHON_", "GO_", "DOTNET_", "ODBC_", "C_API_", "JS_", "PHP_", "ENABLE_", "SNOWPARK_"];

    /// <summary>May be sent at login.</summary>
    public static bool AtLogin(string name) => AtStatement(name) || Is(name, QueryTag) || Is(name, MultiStatementCount);

    /// <summary>May be sent with a statement; the two that the gateway sets itself are not among them.</summary>
    public static bool AtStatement(string name) =>
        Known.Contains(name) || Families.Any(family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    public static bool Is(string name, string known) => string.Equals(name, known, StringComparison.OrdinalIgnoreCase);
}
