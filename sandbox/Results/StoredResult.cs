namespace Snowtrail.Sandbox.Results;

/// <summary>A chunk of rows on disk, gzipped.</summary>
internal sealed record StoredChunk(string Path, int Rows, int Bytes, int CompressedBytes);

/// <summary>A result as it is kept: first rows in memory, the rest in chunk files.</summary>
internal sealed record StoredResult : IDisposable
{
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    public required ResultFormat Format { get; init; }

    /// <summary>JSON rows without outer brackets, or an Arrow stream; empty when no row is inline.</summary>
    public required byte[] Inline { get; init; }

    public int InlineRows { get; init; }

    public IReadOnlyList<StoredChunk> Chunks { get; init; } = [];

    public required long Total { get; init; }

    /// <summary>Names the result in storage.</summary>
    public string Id { get; init; } = "";

    public static StoredResult Of(params ReadOnlySpan<(ResultColumn Column, string? Cell)> row)
    {
        var batch = new RowBatch([.. row.ToArray().Select(r => r.Column)]);
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].Cell is not { } cell)
            {
                batch.Columns[i].AddNull();
            }
            else if (row[i].Column.Carrier == Carrier.Long)
            {
                batch.Columns[i].Add(long.Parse(cell, System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                batch.Columns[i].Add(cell);
            }
        }

        batch.EndRow(0);
        return new StoredResult
        {
            Columns = [.. batch.Columns.Select(c => c.Column)],
            Format = ResultFormat.Json,
            Inline = JsonCells.Write(batch),
            InlineRows = 1,
            Total = 1,
        };
    }

    /// <summary>The result of a statement that returns a message.</summary>
    public static StoredResult Status(string message) => Of((ResultColumn.Text("status"), message));

    public void Dispose()
    {
        foreach (var chunk in Chunks)
        {
            File.Delete(chunk.Path);
        }
    }
}
