using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>SHOW, as queries over DuckDB's catalog with Snowflake's columns. Filters are LIKE, STARTS WITH, LIMIT and IN.</summary>
internal static class ShowStatements
{
    private const string Owner = "'SYSADMIN' AS \"owner\"";
    private const string Created = "CAST(TIMESTAMPTZ '2024-01-01 00:00:00+00' AS TIMESTAMPTZ) AS \"created_on\"";

    public static string Translate(StatementContext context)
    {
        var words = context.Statement.Nodes[1..].SkipWhile(n => n.IsWord("TERSE")).ToList();
        var what = words.Count > 0 && !words[0].IsGroup ? words[0].Token.Value : throw context.Translator().Unexpected(context.Statement.Nodes[0]);
        if (what is "PRIMARY" or "IMPORTED" or "EXPORTED" or "UNIQUE")
        {
            return Keys(what);
        }

        var filter = ShowFilter.Read(context, words[1..]);
        var rows = what switch
        {
            "DATABASES" => Databases,
            "SCHEMAS" => Schemas,
            "TABLES" => Tables,
            "VIEWS" => Views,
            "OBJECTS" => Objects,
            "COLUMNS" => Columns,
            "WAREHOUSES" => Names(UseStatements.Warehouses, "'STARTED' AS \"state\", 'STANDARD' AS \"type\", 'X-Small' AS \"size\"", context.Session.Warehouse),
            "ROLES" => Names(UseStatements.Roles, "'N' AS \"is_default\"", context.Session.Role),
            "PARAMETERS" => Parameters(context),
            "VARIABLES" => Variables(context),
            "USERS" => Names([context.Session.User], "'' AS \"login_name\"", null),
            "FUNCTIONS" or "PROCEDURES" or "STAGES" or "SEQUENCES" or "STREAMS" or "TASKS" or "PIPES" or "INTEGRATIONS" or "SHARES" or "TRANSACTIONS"
                or "LOCKS" or "GRANTS" => "SELECT CAST(NULL AS VARCHAR) AS \"name\", CAST(NULL AS VARCHAR) AS \"database_name\", CAST(NULL AS VARCHAR) AS \"schema_name\" WHERE false",
            _ => throw SqlFailure.Unsupported("SHOW " + what),
        };
        return filter.Apply(rows, what);
    }

    private static string Databases =>
        $"""
        SELECT {Created}, database_name AS "name", 'N' AS "is_default", 'N' AS "is_current", '' AS "origin", {Owner}, '' AS "comment", '' AS "options",
        '1' AS "retention_time", 'STANDARD' AS "kind"
        FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory' ORDER BY database_name
        """;

    private static string Schemas =>
        $"""
        SELECT * FROM (SELECT {Created}, schema_name AS "name", 'N' AS "is_default", 'N' AS "is_current", database_name AS "database_name", {Owner}, '' AS "comment",
        '' AS "options", '1' AS "retention_time" FROM duckdb_schemas() WHERE NOT internal AND database_name <> 'memory'
        UNION ALL SELECT {Created}, 'INFORMATION_SCHEMA', 'N', 'N', database_name, '', 'Views describing the contents of schemas in this database', '', '1'
        FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory') ORDER BY "database_name", "name"
        """;

    private static string Tables =>
        $"""
        SELECT {Created}, table_name AS "name", CASE WHEN temporary THEN '' ELSE database_name END AS "database_name", CASE WHEN temporary THEN '' ELSE schema_name END AS "schema_name",
        CASE WHEN temporary THEN 'TEMPORARY' ELSE 'TABLE' END AS "kind", '' AS "comment", '' AS "cluster_by", CAST(estimated_size AS BIGINT) AS "rows",
        CAST(0 AS BIGINT) AS "bytes", {Owner}, '1' AS "retention_time"
        FROM duckdb_tables() WHERE NOT internal AND database_name <> 'memory' AND NOT starts_with(table_name, 'RESULT_SCAN$') ORDER BY database_name, schema_name, table_name
        """;

    private static string Views =>
        $"""
        SELECT {Created}, view_name AS "name", '' AS "reserved", database_name AS "database_name", schema_name AS "schema_name", {Owner}, '' AS "comment",
        sql AS "text", 'false' AS "is_secure", 'false' AS "is_materialized"
        FROM duckdb_views() WHERE NOT internal AND database_name <> 'memory' ORDER BY database_name, schema_name, view_name
        """;

    private static string Objects =>
        $"""
        SELECT * FROM (SELECT {Created}, table_name AS "name", database_name AS "database_name", schema_name AS "schema_name", 'TABLE' AS "kind", '' AS "comment",
        '' AS "cluster_by", CAST(estimated_size AS BIGINT) AS "rows", CAST(0 AS BIGINT) AS "bytes", {Owner}, '1' AS "retention_time"
        FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name <> 'memory'
        UNION ALL SELECT {Created}, view_name, database_name, schema_name, 'VIEW', '', '', 0, 0, 'SYSADMIN', '1'
        FROM duckdb_views() WHERE NOT internal AND database_name <> 'memory') ORDER BY "database_name", "schema_name", "name"
        """;

    private static string Columns =>
        $$"""
        SELECT table_name AS "table_name", schema_name AS "schema_name", column_name AS "column_name",
        '{"type":"' || {{CatalogTypes.Name("data_type", "comment").Replace("'NUMBER'", "'FIXED'", StringComparison.Ordinal).Replace("'FLOAT'", "'REAL'", StringComparison.Ordinal)}}
        || '"' || CASE WHEN data_type = 'VARCHAR' THEN ',"length":' || {{CatalogTypes.Length("comment")}} || ',"byteLength":16777216'
        WHEN numeric_precision IS NOT NULL THEN ',"precision":' || coalesce(nullif(numeric_precision, 64), 38) || ',"scale":' || coalesce(numeric_scale, 0)
        WHEN data_type = 'BLOB' THEN ',"length":8388608,"byteLength":8388608'
        WHEN starts_with(data_type, 'TIME') THEN ',"precision":0,"scale":9' ELSE '' END
        || ',"nullable":' || CASE WHEN is_nullable THEN 'true' ELSE 'false' END || '}' AS "data_type",
        CASE WHEN is_nullable THEN 'true' ELSE 'NOT_NULL' END AS "null?", coalesce(column_default, '') AS "default", 'COLUMN' AS "kind", '' AS "expression", '' AS "comment",
        database_name AS "database_name", '' AS "autoincrement"
        FROM duckdb_columns() WHERE NOT internal AND database_name NOT IN ('memory', 'temp') ORDER BY database_name, schema_name, table_name, column_index
        """;

    private static string Names(IEnumerable<string> names, string columns, string? current) =>
        $"SELECT {Created}, n AS \"name\", {columns}, CASE WHEN n = {Literals.TextOrNull(current)} THEN 'Y' ELSE 'N' END AS \"is_current\", {Owner}, '' AS \"comment\" "
        + $"FROM (VALUES {string.Join(", ", names.Select(n => "(" + Literals.Text(n) + ")"))}) AS v(n)";

    private static string Parameters(StatementContext context)
    {
        var rows = context.Session.Parameters.All.Select(p =>
        {
            var text = Shown(p.Value);
            var initial = Shown(Sessions.ParameterTable.Defaults[p.Key]);
            var level = context.Session.Parameters.IsSet(p.Key) ? "SESSION" : "";
            var type = p.Value switch { bool => "BOOLEAN", int => "NUMBER", _ => "STRING" };
            return $"({Literals.Text(p.Key)}, {Literals.Text(text)}, {Literals.Text(initial)}, '{level}', '', '{type}')";
        });
        return $"SELECT * FROM (VALUES {string.Join(", ", rows)}) AS v(\"key\", \"value\", \"default\", \"level\", \"description\", \"type\")";
    }

    private static string Shown(object value) => value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    private static string Variables(StatementContext context)
    {
        var rows = context.Session.Variables.OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => $"SELECT {context.Session.Id} AS \"session_id\", {Literals.Text(v.Key)} AS \"name\", CAST({v.Value} AS VARCHAR) AS \"value\"").ToList();
        return rows.Count > 0 ? string.Join(" UNION ALL ", rows) : "SELECT 0 AS \"session_id\", '' AS \"name\", '' AS \"value\" WHERE false";
    }

    private static string Keys(string what)
    {
        string[] names = what is "IMPORTED" or "EXPORTED"
            ? ["created_on", "pk_database_name", "pk_schema_name", "pk_table_name", "pk_column_name", "fk_database_name", "fk_schema_name", "fk_table_name", "fk_column_name", "key_sequence", "update_rule", "delete_rule", "fk_name", "pk_name", "deferrability", "rely", "comment"]
            : ["created_on", "database_name", "schema_name", "table_name", "column_name", "key_sequence", "constraint_name", "rely", "comment"];
        return "SELECT " + string.Join(", ", names.Select(n => $"CAST(NULL AS VARCHAR) AS \"{n}\"")) + " WHERE false";
    }
}
