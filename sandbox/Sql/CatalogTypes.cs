namespace Snowtrail.Sandbox.Sql;

/// <summary>SQL that names a catalog column's type as Snowflake does. The declared type stands in the column's comment where DuckDB's is coarser.</summary>
internal static class CatalogTypes
{
    /// <summary>The bare type name, as INFORMATION_SCHEMA has it.</summary>
    public static string Name(string type, string declared) =>
        $"""
        CASE WHEN {declared} IS NOT NULL AND NOT starts_with({declared}, 'VARCHAR') THEN split_part({declared}, '(', 1)
        WHEN {type} = 'VARCHAR' OR starts_with({type}, 'ENUM') OR {type} = 'UUID' THEN 'TEXT'
        WHEN {type} IN ('DOUBLE', 'FLOAT') THEN 'FLOAT'
        WHEN {type} = 'BLOB' THEN 'BINARY'
        WHEN starts_with({type}, 'DECIMAL') OR contains({type}, 'INT') THEN 'NUMBER'
        WHEN {type} = 'JSON' THEN 'VARIANT'
        WHEN {type} = 'TIMESTAMP WITH TIME ZONE' THEN 'TIMESTAMP_LTZ'
        WHEN starts_with({type}, 'TIMESTAMP') THEN 'TIMESTAMP_NTZ'
        ELSE {type} END
        """;

    /// <summary>The type with its size, as DESCRIBE TABLE has it.</summary>
    public static string Full(string type, string declared) =>
        $"""
        CASE WHEN {declared} IS NOT NULL THEN {declared}
        WHEN {type} = 'VARCHAR' THEN 'VARCHAR(16777216)'
        WHEN {type} = 'BLOB' THEN 'BINARY(8388608)'
        WHEN starts_with({type}, 'DECIMAL') THEN replace({type}, 'DECIMAL', 'NUMBER')
        WHEN contains({type}, 'INT') THEN 'NUMBER(38,0)'
        WHEN {type} IN ('DOUBLE', 'FLOAT') THEN 'FLOAT'
        WHEN {type} = 'TIME' THEN 'TIME(9)'
        WHEN {type} = 'TIMESTAMP WITH TIME ZONE' THEN 'TIMESTAMP_LTZ(9)'
        WHEN starts_with({type}, 'TIMESTAMP') THEN 'TIMESTAMP_NTZ(9)'
        WHEN {type} = 'JSON' THEN 'VARIANT'
        ELSE {type} END
        """;

    public static string Length(string declared) =>
        $"coalesce(TRY_CAST(regexp_extract({declared}, 'VARCHAR\\((\\d+)\\)', 1) AS BIGINT), 16777216)";
}
