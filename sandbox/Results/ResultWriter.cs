using System.IO.Compression;

namespace Snowtrail.Sandbox.Results;

/// <summary>Takes rows one by one and keeps the first in memory and the rest in chunk files, so that memory stays bounded.</summary>
internal sealed class ResultWriter(IReadOnlyList<ResultColumn> columns, ResultFormat format, ResultLimits limits, ChunkFiles files) : IDisposable
{
    private readonly RowBatch batch = new(columns);
    private readonly List<StoredChunk> chunks = [];
    private byte[] inline = [];
    private int inlineRows;
    private bool isInline = true;
    private long total;
    private readonly string id = Guid.NewGuid().ToString("N");
    private bool kept;

    /// <summary>The row under construction; call <see cref="EndRow"/> when each column has its value.</summary>
    public RowBatch Batch => batch;

    public void EndRow(long bytes)
    {
        batch.EndRow(bytes);
        total++;
        var full = isInline
            ? batch.Rows >= limits.InlineRows || batch.Bytes >= limits.InlineBytes
            : batch.Rows >= limits.ChunkRows || batch.Bytes >= limits.ChunkBytes;
        if (full)
        {
            Flush();
        }
    }

    public StoredResult Finish()
    {
        if (batch.Rows > 0 || isInline)
        {
            Flush();
        }

        kept = true;
        return new StoredResult
        {
            Columns = columns,
            Format = format,
            Inline = inline,
            InlineRows = inlineRows,
            Chunks = chunks,
            Total = total,
            Id = id,
        };
    }

    public void Dispose()
    {
        if (!kept)
        {
            chunks.ForEach(chunk => File.Delete(chunk.Path));
        }
    }

    private void Flush()
    {
        if (isInline)
        {
            inline = batch.Rows == 0 ? [] : Encode();
            inlineRows = batch.Rows;
            isInline = false;
        }
        else
        {
            chunks.Add(Spill(Encode()));
        }

        batch.Clear();
    }

    private byte[] Encode() => format == ResultFormat.Arrow ? ArrowRows.Write(batch) : JsonCells.Write(batch);

    private StoredChunk Spill(byte[] bytes)
    {
        var path = files.PathOf(id, chunks.Count);
        using (var file = File.Create(path))
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            gzip.Write(bytes);
        }

        var compressed = (int)new FileInfo(path).Length;
        files.Count(compressed);
        return new StoredChunk(path, batch.Rows, bytes.Length, compressed);
    }
}
