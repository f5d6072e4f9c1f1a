namespace Snowtrail.Sandbox.Execution;

/// <summary>
/// Macros of each session's connection, for what only DuckDB knows when it binds: an argument's type. They also replace the division
/// operators, which in DuckDB return infinity or null for a division by zero.
/// </summary>
internal static class Prelude
{
    public const string Sql =
        """
        CREATE TEMP MACRO "/"(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE system.main."/"(a, b) END;
        CREATE TEMP MACRO "%"(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE system.main."%"(a, b) END;
        CREATE TEMP MACRO sandbox_bytes(x BLOB) AS x, (x VARCHAR) AS encode(x);
        CREATE TEMP MACRO sandbox_text(x BLOB) AS hex(x), (x) AS CAST(x AS VARCHAR);
        CREATE TEMP MACRO sandbox_moment(x DATE) AS CAST(x AS TIMESTAMP), (x TIME) AS DATE '1970-01-01' + x, (x TIMESTAMP) AS x,
            (x TIMESTAMPTZ) AS CAST(x AS TIMESTAMP), (x VARCHAR) AS CAST(x AS TIMESTAMP);
        CREATE TEMP MACRO sandbox_add_days(x DATE, i) AS CAST(x + i AS DATE), (x TIMESTAMP, i) AS x + i, (x TIMESTAMPTZ, i) AS x + i,
            (x VARCHAR, i) AS CAST(x AS TIMESTAMP) + i;
        CREATE TEMP MACRO sandbox_add_time(x DATE, i) AS x + i, (x TIME, i) AS x + i, (x TIMESTAMP, i) AS x + i, (x TIMESTAMPTZ, i) AS x + i,
            (x VARCHAR, i) AS CAST(x AS TIMESTAMP) + i;
        """;
}
