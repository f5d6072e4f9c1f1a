using System.Globalization;

namespace Snowtrail.Sandbox.Sql;

/// <summary>Maps Snowflake's type names to DuckDB's.</summary>
internal static class TypeNames
{
    /// <summary>How many nodes at the start of <paramref name="nodes"/> are a type, and the type in DuckDB's words.</summary>
    public static (int Length, string Type) Read(ReadOnlySpan<Node> nodes)
    {
        if (nodes.IsEmpty || !nodes[0].IsName)
        {
            throw new SqlFailure("001003", "42000", "SQL compilation error:\nsyntax error: a type is missing.");
        }

        var name = nodes[0].Token.Value;
        var length = 1;
        if (name == "DOUBLE" && nodes.Length > 1 && nodes[1].IsWord("PRECISION"))
        {
            length = 2;
        }
        else if (name is "CHAR" or "CHARACTER" or "NCHAR" && nodes.Length > 1 && nodes[1].IsWord("VARYING"))
        {
            length = 2;
        }

        var arguments = nodes.Length > length && nodes[length].IsParens ? nodes[length].Items : null;
        return (length + (arguments is null ? 0 : 1), Map(name, arguments));
    }

    public static string Map(string name, List<Node>? arguments) => name switch
    {
        "NUMBER" or "NUMERIC" or "DECIMAL" or "DEC" => Decimal(arguments),
        "INT" or "INTEGER" or "BIGINT" or "SMALLINT" or "TINYINT" or "BYTEINT" => "BIGINT",
        "FLOAT" or "FLOAT4" or "FLOAT8" or "DOUBLE" or "REAL" => "DOUBLE",
        "VARCHAR" or "STRING" or "TEXT" or "CHAR" or "CHARACTER" or "NCHAR" or "NVARCHAR" or "NVARCHAR2" or "CHAR VARYING" => "VARCHAR",
        "BINARY" or "VARBINARY" => "BLOB",
        "BOOLEAN" => "BOOLEAN",
        "DATE" => "DATE",
        "TIME" => "TIME",
        "DATETIME" or "TIMESTAMP" or "TIMESTAMP_NTZ" or "TIMESTAMPNTZ" => IsNanos(arguments) ? "TIMESTAMP_NS" : "TIMESTAMP",
        "TIMESTAMP_LTZ" or "TIMESTAMPLTZ" or "TIMESTAMP_TZ" or "TIMESTAMPTZ" => "TIMESTAMPTZ",
        "VARIANT" or "OBJECT" or "ARRAY" or "MAP" => "JSON",
        "GEOGRAPHY" or "GEOMETRY" or "VECTOR" or "DECFLOAT" => throw SqlFailure.Unsupported("data type " + name),
        _ => throw new SqlFailure("002040", "42601", $"SQL compilation error:\nUnsupported data type '{name}'."),
    };

    /// <summary>The type a column is declared with, where DuckDB's own type cannot tell it; null where it can.</summary>
    public static string? Declared(string name, List<Node>? arguments) => name switch
    {
        "TIMESTAMP_TZ" or "TIMESTAMPTZ" => "TIMESTAMP_TZ",
        "OBJECT" or "MAP" => "OBJECT",
        "ARRAY" => "ARRAY",
        "VARCHAR" or "STRING" or "TEXT" or "NVARCHAR" when arguments is [{ } length] => "VARCHAR(" + length.Token.Value + ")",
        "CHAR" or "CHARACTER" or "NCHAR" => "VARCHAR(" + (arguments is [{ } n] ? n.Token.Value : "1") + ")",
        "BINARY" or "VARBINARY" when arguments is [{ } length] => "BINARY(" + length.Token.Value + ")",
        "TIMESTAMP" or "TIMESTAMP_NTZ" or "TIMESTAMP_LTZ" or "DATETIME" or "TIME" when arguments is [{ } scale] => name + "(" + scale.Token.Value + ")",
        _ => null,
    };

    private static string Decimal(List<Node>? arguments)
    {
        var numbers = arguments is null ? [] : Node.Split(arguments, ",").Select(Number).ToArray();
        var precision = numbers.Length > 0 ? numbers[0] : 38;
        var scale = numbers.Length > 1 ? numbers[1] : 0;
        return precision is < 1 or > 38 || scale < 0 || scale > 37 || scale > precision
            ? throw new SqlFailure("002262", "22023", $"SQL compilation error:\ninvalid precision or scale NUMBER({precision},{scale}).")
            : string.Create(CultureInfo.InvariantCulture, $"DECIMAL({precision},{scale})");
    }

    private static bool IsNanos(List<Node>? arguments) => arguments is [{ } scale] && Number([scale]) > 6;

    private static int Number(List<Node> nodes) =>
        nodes is [{ IsGroup: false } node] && int.TryParse(node.Token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : -1;
}
