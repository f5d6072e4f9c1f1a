using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Snowtrail.Proxy.Recording;

/// <summary>The first rows of an Arrow stream as text.</summary>
internal static class ArrowPreview
{
    public static (IReadOnlyList<string> Names, IReadOnlyList<string[]> Rows, int Total) Read(ReadOnlyMemory<byte> content, int rowsMax)
    {
        using var reader = new ArrowStreamReader(content);
        List<string[]> rows = [];
        var total = 0;
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length && rows.Count < rowsMax; row++)
                    rows.Add([.. Enumerable.Range(0, batch.ColumnCount).Select(column => Cell(batch.Schema.GetFieldByIndex(column), batch.Column(column), row))]);
                total += batch.Length;
            }
        }
        return ([.. reader.Schema.FieldsList.Select(field => field.Name)], rows, total);
    }

    private static string Cell(Field field, IArrowArray column, int row)
    {
        if (column.IsNull(row))
            return "NULL";
        return column switch
        {
            StringArray text => text.GetString(row),
            BooleanArray flags => flags.GetValue(row) is true ? "true" : "false",
            Int8Array numbers => Scaled(field, numbers.GetValue(row)!.Value),
            Int16Array numbers => Scaled(field, numbers.GetValue(row)!.Value),
            Int32Array numbers => Scaled(field, numbers.GetValue(row)!.Value),
            Int64Array numbers => Scaled(field, numbers.GetValue(row)!.Value),
            Decimal128Array numbers => numbers.GetString(row) ?? "NULL",
            DoubleArray numbers => numbers.GetValue(row)!.Value.ToString("R", CultureInfo.InvariantCulture),
            Date32Array dates => dates.GetDateTime(row)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            BinaryArray bytes => Convert.ToHexString(bytes.GetBytes(row)),
            _ => $"<{column.Data.DataType.Name}>",
        };
    }

    // Snowflake sends NUMBER(p, s) as the integer value * 10^s and says s in the field's metadata
    private static string Scaled(Field field, long value)
    {
        if (field.Metadata?.TryGetValue("scale", out var text) is not true
            || !byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var scale) || scale is 0 or > 28)
            return value.ToString(CultureInfo.InvariantCulture);
        var magnitude = value < 0 ? (ulong)-value : (ulong)value;
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, value < 0, scale).ToString(CultureInfo.InvariantCulture);
    }
}
