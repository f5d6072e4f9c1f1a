using System.Globalization;
using System.Numerics;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Turns bound values (protocol section 3.2) into SQL literals.</summary>
internal static class BindLiterals
{
    private static readonly System.Buffers.SearchValues<char> NumberCharacters = System.Buffers.SearchValues.Create("0123456789.eE+-");

    /// <summary>The literals of one row of a batch; of the only row when nothing is batched.</summary>
    public static Dictionary<string, string> Row(IReadOnlyDictionary<string, Binding> bindings, int row)
    {
        var literals = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, binding) in bindings)
        {
            literals[key] = Of(binding.Type, binding.Values[binding.IsBatch ? row : 0]);
        }

        return literals;
    }

    /// <summary>Rows of a batch: all arrays must be of one length.</summary>
    public static int Rows(IReadOnlyDictionary<string, Binding> bindings)
    {
        var lengths = bindings.Values.Where(b => b.IsBatch).Select(b => b.Values.Count).Distinct().ToArray();
        return lengths.Length switch
        {
            0 => 1,
            1 => lengths[0],
            _ => throw new SqlFailure("002049", "42601", "SQL compilation error:\nArray bind: arrays differ in length."),
        };
    }

    public static string Of(string type, string? value) => value is null ? Null(type) : type.ToUpperInvariant() switch
    {
        "FIXED" => Number(value),
        "REAL" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || value.TrimStart('-') is "inf" or "NaN" or "nan"
            ? $"CAST({Literals.Text(value)} AS DOUBLE)"
            : throw BadNumber(value),
        "DECFLOAT" => Number(value),
        "BOOLEAN" => value.ToUpperInvariant() is "TRUE" or "1" ? "TRUE" : "FALSE",
        "BINARY" => $"unhex({Literals.Text(value)})",
        "DATE" => $"(DATE '1970-01-01' + CAST({BigInteger.DivRem(Whole(value), 86_400_000).Quotient} AS INTEGER))",
        "TIME" => $"(TIME '00:00:00' + to_microseconds({Whole(value) / 1000}))",
        "TIMESTAMP_NTZ" => Instant(Whole(value)),
        "TIMESTAMP_LTZ" => Zoned(Whole(value)),
        "TIMESTAMP_TZ" => Zoned(Whole(value.Split(' ')[0])),
        "VARIANT" or "OBJECT" or "ARRAY" => $"CAST({Literals.Text(value)} AS JSON)",
        "TEXT" or "ANY" => Literals.Text(value),
        _ => throw SqlFailure.Unsupported("bind type " + type),
    };

    private static string Null(string type) => type.ToUpperInvariant() switch
    {
        "FIXED" => "CAST(NULL AS DECIMAL(38,0))",
        "REAL" => "CAST(NULL AS DOUBLE)",
        "BOOLEAN" => "CAST(NULL AS BOOLEAN)",
        "DATE" => "CAST(NULL AS DATE)",
        "TIME" => "CAST(NULL AS TIME)",
        "BINARY" => "CAST(NULL AS BLOB)",
        "TIMESTAMP_NTZ" => "CAST(NULL AS TIMESTAMP)",
        "TIMESTAMP_LTZ" or "TIMESTAMP_TZ" => "CAST(NULL AS TIMESTAMPTZ)",
        "TEXT" => "CAST(NULL AS VARCHAR)",
        _ => "NULL",
    };

    private static string Number(string value)
    {
        var digits = value.AsSpan().TrimStart('-');
        return digits.Length is > 0 and < 80 && digits.IndexOfAnyExcept(NumberCharacters) < 0
            && decimal.TryParse(value.Length < 28 ? value : "0", NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? value[0] == '-' ? "(" + value + ")" : value
            : throw BadNumber(value);
    }

    private static string Instant(BigInteger nanos) => (nanos % 1000).IsZero
        ? $"make_timestamp({nanos / 1000})"
        : $"make_timestamp_ns({nanos})";

    private static string Zoned(BigInteger nanos)
    {
        var micros = BigInteger.DivRem(nanos, 1000, out var rest);
        return $"(make_timestamp({(rest < 0 ? micros - 1 : micros)}) AT TIME ZONE 'UTC')";
    }

    private static BigInteger Whole(string value) =>
        BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw BadNumber(value);

    private static SqlFailure BadNumber(string value) => new("100038", "22018", $"Numeric value '{value}' is not recognized");
}
