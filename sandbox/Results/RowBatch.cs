namespace Snowtrail.Sandbox.Results;

/// <summary>A run of rows, column by column, with a rough count of their bytes.</summary>
internal sealed class RowBatch(IReadOnlyList<ResultColumn> columns)
{
    public IReadOnlyList<ColumnBuffer> Columns { get; } = [.. columns.Select(c => new ColumnBuffer(c))];

    public int Rows { get; private set; }

    public long Bytes { get; private set; }

    public void EndRow(long bytes)
    {
        Rows++;
        Bytes += bytes;
    }

    public void Clear()
    {
        foreach (var column in Columns)
        {
            column.Clear();
        }

        Rows = 0;
        Bytes = 0;
    }
}
