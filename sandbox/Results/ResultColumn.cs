using System.Globalization;

namespace Snowtrail.Sandbox.Results;

/// <summary>A result column as a driver sees it, and how its values are read from DuckDB.</summary>
internal sealed record ResultColumn(string Name, LogicalType Type, Carrier Carrier)
{
    public int Precision { get; init; }

    public int Scale { get; init; }

    public int Length { get; init; }

    public bool Nullable { get; init; } = true;

    public string Database { get; init; } = "";

    public string Schema { get; init; } = "";

    public string Table { get; init; } = "";

    /// <summary>Parts of a second in a timestamp's carrier.</summary>
    public long UnitsPerSecond { get; init; } = 1_000_000;

    /// <summary>The expression that reads the column in its carrier form; <c>{0}</c> is the column.</summary>
    public string Read { get; init; } = "{0}";

    public string TypeName => Type switch
    {
        LogicalType.TimestampNtz => "timestamp_ntz",
        LogicalType.TimestampLtz => "timestamp_ltz",
        LogicalType.TimestampTz => "timestamp_tz",
        _ => Type.ToString().ToLowerInvariant(),
    };

    public bool IsTimestamp => Type is LogicalType.TimestampNtz or LogicalType.TimestampLtz or LogicalType.TimestampTz;

    public static ResultColumn Text(string name, int length = 16_777_216) => new(name, LogicalType.Text, Carrier.Text) { Length = length };

    public static ResultColumn Count(string name) => new(name, LogicalType.Fixed, Carrier.Long) { Precision = 38, Nullable = false };

    /// <summary>The column for a DuckDB type, as DESCRIBE words it.</summary>
    public static ResultColumn Of(string name, string type) => type switch
    {
        "BOOLEAN" => new(name, LogicalType.Boolean, Carrier.Boolean),
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" =>
            new(name, LogicalType.Fixed, Carrier.Long) { Precision = 38, Read = "CAST({0} AS BIGINT)" },
        "UBIGINT" or "HUGEINT" or "UHUGEINT" or "BIGNUM" =>
            new(name, LogicalType.Fixed, Carrier.Wide) { Precision = 38, Read = "CAST({0} AS DECIMAL(38,0))" },
        "FLOAT" or "DOUBLE" => new(name, LogicalType.Real, Carrier.Double) { Read = "CAST({0} AS DOUBLE)" },
        "DATE" => new(name, LogicalType.Date, Carrier.Long) { Read = "CAST({0} - DATE '1970-01-01' AS BIGINT)" },
        "TIME" => new(name, LogicalType.Time, Carrier.Long) { Scale = 9, Read = "CAST(epoch_ns({0}) AS BIGINT)" },
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" =>
            new(name, LogicalType.TimestampNtz, Carrier.Long) { Scale = 9, Read = "epoch_us(CAST({0} AS TIMESTAMP))" },
        "TIMESTAMP_NS" => new(name, LogicalType.TimestampNtz, Carrier.Long) { Scale = 9, UnitsPerSecond = 1_000_000_000, Read = "epoch_ns({0})" },
        "TIMESTAMP WITH TIME ZONE" => new(name, LogicalType.TimestampLtz, Carrier.Long) { Scale = 9, Read = "epoch_us({0})" },
        "BLOB" => new(name, LogicalType.Binary, Carrier.Text) { Length = 8_388_608, Read = "hex({0})" },
        "JSON" => new(name, LogicalType.Variant, Carrier.Text) { Read = "CAST({0} AS VARCHAR)" },
        _ when type.StartsWith("DECIMAL(", StringComparison.Ordinal) && !type.EndsWith(']') => Decimal(name, type),
        _ when type.EndsWith(']') => new(name, LogicalType.Array, Carrier.Text) { Read = "CAST(to_json({0}) AS VARCHAR)" },
        _ when type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal) =>
            new(name, LogicalType.Object, Carrier.Text) { Read = "CAST(to_json({0}) AS VARCHAR)" },
        _ => Text(name) with { Read = "CAST({0} AS VARCHAR)" },
    };

    /// <summary>The column as its table declares it, where DuckDB's type is coarser.</summary>
    public ResultColumn Declared(string declared)
    {
        var open = declared.IndexOf('(', StringComparison.Ordinal);
        var size = open > 0 && int.TryParse(declared.AsSpan(open + 1, declared.Length - open - 2), CultureInfo.InvariantCulture, out var n) ? n : -1;
        return (Type, open > 0 ? declared[..open] : declared) switch
        {
            (LogicalType.TimestampLtz, "TIMESTAMP_TZ") => this with { Type = LogicalType.TimestampTz },
            (LogicalType.Variant, "OBJECT") => this with { Type = LogicalType.Object },
            (LogicalType.Variant, "ARRAY") => this with { Type = LogicalType.Array },
            (LogicalType.Text, "VARCHAR") or (LogicalType.Binary, "BINARY") when size > 0 => this with { Length = size },
            (LogicalType.TimestampNtz or LogicalType.TimestampLtz or LogicalType.Time, _) when size is >= 0 and <= 9 => this with { Scale = size },
            _ => this,
        };
    }

    private static ResultColumn Decimal(string name, string type)
    {
        var comma = type.IndexOf(',', StringComparison.Ordinal);
        return new(name, LogicalType.Fixed, Carrier.Wide)
        {
            Precision = int.Parse(type.AsSpan(8, comma - 8), CultureInfo.InvariantCulture),
            Scale = int.Parse(type.AsSpan(comma + 1, type.Length - comma - 2), CultureInfo.InvariantCulture),
        };
    }
}
