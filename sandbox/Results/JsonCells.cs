using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Snowtrail.Sandbox.Results;

/// <summary>
/// Writes rows as JSON arrays of strings and nulls (protocol sections 4.1 and 4.2): raw UTF-8, and only the escapes that the drivers'
/// own chunk parsers know.
/// </summary>
internal static class JsonCells
{
    /// <summary>The rows, separated by commas and without the outer brackets.</summary>
    public static byte[] Write(RowBatch batch)
    {
        var text = new StringBuilder(batch.Rows * 32);
        for (var row = 0; row < batch.Rows; row++)
        {
            text.Append(row == 0 ? "[" : ",[");
            for (var i = 0; i < batch.Columns.Count; i++)
            {
                if (i > 0)
                {
                    text.Append(',');
                }

                var column = batch.Columns[i];
                if (column.IsValid(row))
                {
                    text.Append('"');
                    Escape(text, Cell(column, row));
                    text.Append('"');
                }
                else
                {
                    text.Append("null");
                }
            }

            text.Append(']');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads rows back into cells.</summary>
    public static IEnumerable<string?[]> Read(byte[] rows)
    {
        using var json = JsonDocument.Parse((byte[])[(byte)'[', .. rows, (byte)']']);
        foreach (var row in json.RootElement.EnumerateArray())
        {
            yield return [.. row.EnumerateArray().Select(cell => cell.GetString())];
        }
    }

    /// <summary>One cell's text.</summary>
    public static string Cell(ColumnBuffer buffer, int row)
    {
        var column = buffer.Column;
        return column.Type switch
        {
            LogicalType.Fixed => column.Carrier == Carrier.Wide
                ? Decimal(buffer.Wide(row), column.Scale)
                : buffer.Long(row).ToString(CultureInfo.InvariantCulture),
            LogicalType.Real => Real(buffer.Double(row)),
            LogicalType.Boolean => buffer.Boolean(row) ? "1" : "0",
            LogicalType.Date => buffer.Long(row).ToString(CultureInfo.InvariantCulture),
            LogicalType.Time => Seconds(buffer.Long(row), 1_000_000_000, column.Scale),
            LogicalType.TimestampTz => Seconds(buffer.Long(row), column.UnitsPerSecond, column.Scale) + " 1440",
            LogicalType.TimestampNtz or LogicalType.TimestampLtz => Seconds(buffer.Long(row), column.UnitsPerSecond, column.Scale),
            _ => buffer.Text(row),
        };
    }

    public static string Decimal(Int128 value, int scale)
    {
        var digits = Int128.Abs(value).ToString(CultureInfo.InvariantCulture);
        if (scale > 0)
        {
            digits = digits.PadLeft(scale + 1, '0');
            digits = digits[..^scale] + "." + digits[^scale..];
        }

        return value < 0 ? "-" + digits : digits;
    }

    public static string Real(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "inf"
        : double.IsNegativeInfinity(value) ? "-inf"
        : value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');

    /// <summary>A signed decimal of seconds; the fraction is cut to <paramref name="scale"/> digits.</summary>
    private static string Seconds(long units, long unitsPerSecond, int scale)
    {
        var nanos = (Int128)units * (1_000_000_000 / unitsPerSecond);
        var text = Decimal(nanos, 9);
        return scale == 0 ? text[..^10] : text[..^(9 - scale)];
    }

    private static void Escape(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ': text.Append("\\u00").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)); break;
                default: text.Append(c); break;
            }
        }
    }
}
