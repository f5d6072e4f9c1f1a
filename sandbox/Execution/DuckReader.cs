using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Snowtrail.Sandbox.Results;

namespace Snowtrail.Sandbox.Execution;

/// <summary>Runs translated SQL on a session's connection.</summary>
internal static class DuckReader
{
    /// <summary>The columns of a query, without running it.</summary>
    public static List<ResultColumn> Describe(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DESCRIBE " + (sql.StartsWith("SELECT", StringComparison.Ordinal) || sql.StartsWith("WITH", StringComparison.Ordinal)
            ? sql
            : "SELECT * FROM (" + sql + ")");
        using var reader = command.ExecuteReader();
        var columns = new List<ResultColumn>();
        while (reader.Read())
        {
            columns.Add(ResultColumn.Of(reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    /// <summary>Runs a query and hands its rows to the writer, as a stream.</summary>
    public static void Read(DuckDBConnection connection, string sql, ResultWriter writer, CancellationToken cancel)
    {
        var buffers = writer.Batch.Columns;
        var names = Enumerable.Range(0, buffers.Count).Select(i => $"\"c{i}\"").ToArray();
        var reads = buffers.Select((b, i) => b.Column.Read.Replace("{0}", names[i], StringComparison.Ordinal));
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", reads)} FROM ({sql}\n) AS q({string.Join(", ", names)})";
        command.UseStreamingMode = true;
        using var interrupt = new Interrupt(command, cancel);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            long bytes = 0;
            for (var i = 0; i < buffers.Count; i++)
            {
                bytes += Copy(reader, i, buffers[i]);
            }

            writer.EndRow(bytes);
        }

        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Runs a statement without rows; the rows it touched.</summary>
    public static long Run(DuckDBConnection connection, string sql, CancellationToken cancel)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var interrupt = new Interrupt(command, cancel);
        return command.ExecuteNonQuery();
    }

    /// <summary>One column of all rows, as text.</summary>
    public static List<string> Texts(DuckDBConnection connection, string sql, int column = 0, CancellationToken cancel = default)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var interrupt = new Interrupt(command, cancel);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.IsDBNull(column) ? "" : reader.GetString(column));
        }

        return texts;
    }

    private static long Copy(DuckDBDataReader reader, int at, ColumnBuffer buffer)
    {
        if (reader.IsDBNull(at))
        {
            buffer.AddNull();
            return 4;
        }

        switch (buffer.Column.Carrier)
        {
            case Carrier.Long:
                buffer.Add(reader.GetInt64(at));
                return 12;
            case Carrier.Wide:
                var wide = reader.GetFieldValue<DuckDBDecimal>(at).Value;
                buffer.Add(Unsafe.BitCast<DuckDBHugeInt, Int128>(wide));
                return 16;
            case Carrier.Double:
                buffer.Add(reader.GetDouble(at));
                return 16;
            case Carrier.Boolean:
                buffer.Add(reader.GetBoolean(at) ? 1L : 0L);
                return 4;
            default:
                var text = reader.GetString(at);
                buffer.Add(text);
                return text.Length + 4;
        }
    }
}
