using System.IO.Compression;
using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Makes an earlier result a temporary table, so that a query can read it through RESULT_SCAN.</summary>
internal static class ResultScans
{
    public static void Materialize(StatementContext context, string queryId)
    {
        var connection = context.Session.Connection;
        var table = TableFunctions.ResultTable(queryId);
        var name = table["temp.\"".Length..^1];
        if (Warehouse.Exists(connection, "SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = " + Literals.Text(name)))
        {
            return;
        }

        var result = SharedResult.Outcome(context, queryId).Result;
        var raw = name + "$RAW";
        var columns = Enumerable.Range(0, result.Columns.Count).Select(i => $"c{i} VARCHAR");
        Warehouse.Run(connection, $"CREATE OR REPLACE TEMP TABLE {Literals.Name(raw)}({string.Join(", ", columns)})");
        Fill(context, result, raw);
        var typed = result.Columns.Select((c, i) => Typed(c, $"c{i}") + " AS " + Literals.Name(Unique(result.Columns, i)));
        Warehouse.Run(connection, $"CREATE TEMP TABLE {Literals.Name(name)} AS SELECT {string.Join(", ", typed)} FROM temp.{Literals.Name(raw)}");
        Warehouse.Run(connection, "DROP TABLE temp." + Literals.Name(raw));
    }

    private static void Fill(StatementContext context, StoredResult result, string table)
    {
        using var appender = context.Session.Connection.CreateAppender("temp", "main", table);
        foreach (var part in Parts(result))
        {
            context.Cancel.ThrowIfCancellationRequested();
            foreach (var cells in result.Format == ResultFormat.Arrow ? ArrowCells.Read(part, result.Columns) : JsonCells.Read(part))
            {
                var row = appender.CreateRow();
                foreach (var cell in cells)
                {
                    row.AppendValue(cell);
                }

                row.EndRow();
            }
        }
    }

    private static IEnumerable<byte[]> Parts(StoredResult result)
    {
        if (result.Inline.Length > 0)
        {
            yield return result.Inline;
        }

        foreach (var chunk in result.Chunks)
        {
            using var bytes = new MemoryStream(chunk.Bytes);
            using (var gzip = new GZipStream(File.OpenRead(chunk.Path), CompressionMode.Decompress))
            {
                gzip.CopyTo(bytes);
            }

            yield return bytes.ToArray();
        }
    }

    private static string Typed(ResultColumn column, string cell) => column.Type switch
    {
        LogicalType.Fixed when column.Carrier == Carrier.Long => $"CAST({cell} AS BIGINT)",
        LogicalType.Fixed => $"CAST({cell} AS DECIMAL({column.Precision},{column.Scale}))",
        LogicalType.Real => $"CAST({cell} AS DOUBLE)",
        LogicalType.Boolean => $"({cell} = '1')",
        LogicalType.Date => $"(DATE '1970-01-01' + CAST({cell} AS INTEGER))",
        LogicalType.Time => $"(TIME '00:00:00' + to_microseconds({Micros(cell)}))",
        LogicalType.TimestampNtz when column.UnitsPerSecond == 1_000_000_000 => $"make_timestamp_ns(CAST(CAST({cell} AS DECIMAL(38,9)) * 1000000000 AS BIGINT))",
        LogicalType.TimestampNtz => $"make_timestamp({Micros(cell)})",
        LogicalType.TimestampLtz or LogicalType.TimestampTz => $"(make_timestamp({Micros($"split_part({cell}, ' ', 1)")}) AT TIME ZONE 'UTC')",
        LogicalType.Binary => $"unhex({cell})",
        LogicalType.Variant or LogicalType.Object or LogicalType.Array => $"CAST({cell} AS JSON)",
        _ => cell,
    };

    private static string Micros(string cell) => $"CAST(floor(CAST({cell} AS DECIMAL(38,9)) * 1000000) AS BIGINT)";

    private static string Unique(IReadOnlyList<ResultColumn> columns, int at)
    {
        var before = columns.Take(at).Count(c => string.Equals(c.Name, columns[at].Name, StringComparison.OrdinalIgnoreCase));
        return before == 0 ? columns[at].Name : columns[at].Name + "_" + (before + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
