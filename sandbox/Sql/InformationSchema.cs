namespace Snowtrail.Sandbox.Sql;

/// <summary>INFORMATION_SCHEMA views of one database, as subqueries over DuckDB's catalog.</summary>
internal static class InformationSchema
{
    public static string View(string view, string? database)
    {
        var catalog = Literals.TextOrNull(database);
        return view switch
        {
            "TABLES" =>
                $"""
                (SELECT database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA, table_name AS TABLE_NAME, 'SYSADMIN' AS TABLE_OWNER,
                'BASE TABLE' AS TABLE_TYPE, 'NO' AS IS_TRANSIENT, CAST(estimated_size AS BIGINT) AS ROW_COUNT, CAST(NULL AS VARCHAR) AS COMMENT
                FROM duckdb_tables() WHERE database_name = {catalog} AND NOT internal
                UNION ALL SELECT database_name, schema_name, view_name, 'SYSADMIN', 'VIEW', 'NO', NULL, NULL
                FROM duckdb_views() WHERE database_name = {catalog} AND NOT internal)
                """,
            "VIEWS" =>
                $"""
                (SELECT database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA, view_name AS TABLE_NAME, 'SYSADMIN' AS TABLE_OWNER,
                sql AS VIEW_DEFINITION FROM duckdb_views() WHERE database_name = {catalog} AND NOT internal)
                """,
            "COLUMNS" =>
                $"""
                (SELECT database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA, table_name AS TABLE_NAME, column_name AS COLUMN_NAME,
                CAST(column_index AS BIGINT) AS ORDINAL_POSITION, column_default AS COLUMN_DEFAULT,
                CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS IS_NULLABLE, {CatalogTypes.Name("data_type", "comment")} AS DATA_TYPE,
                CASE WHEN data_type = 'VARCHAR' THEN {CatalogTypes.Length("comment")} END AS CHARACTER_MAXIMUM_LENGTH,
                CASE WHEN numeric_scale IS NOT NULL OR data_type IN ('BIGINT', 'INTEGER') THEN coalesce(nullif(numeric_precision, 64), 38) END AS NUMERIC_PRECISION,
                CASE WHEN numeric_scale IS NOT NULL OR data_type IN ('BIGINT', 'INTEGER') THEN coalesce(numeric_scale, 0) END AS NUMERIC_SCALE
                FROM duckdb_columns() WHERE database_name = {catalog} AND NOT internal)
                """,
            "SCHEMATA" =>
                $"""
                (SELECT database_name AS CATALOG_NAME, schema_name AS SCHEMA_NAME, 'SYSADMIN' AS SCHEMA_OWNER
                FROM duckdb_schemas() WHERE database_name = {catalog} AND NOT internal
                UNION ALL SELECT {catalog}, 'INFORMATION_SCHEMA', '')
                """,
            "DATABASES" => "(SELECT database_name AS DATABASE_NAME, 'SYSADMIN' AS DATABASE_OWNER FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory')",
            _ => throw SqlFailure.Missing((database is null ? "" : database + ".") + "INFORMATION_SCHEMA." + view),
        };
    }
}
