namespace Snowtrail.Sandbox.Sql;

/// <summary>Writes DuckDB literals and names.</summary>
internal static class Literals
{
    public static string Text(string value) =>
        value.Contains('\0', StringComparison.Ordinal)
            ? "('" + value.Replace("'", "''", StringComparison.Ordinal).Replace("\0", "' || chr(0) || '", StringComparison.Ordinal) + "')"
            : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string TextOrNull(string? value) => value is null ? "CAST(NULL AS VARCHAR)" : Text(value);

    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A name as Snowflake shows it in messages: quoted only when it must be.</summary>
    public static string Shown(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_' or '$')
            ? name
            : Name(name);
}
