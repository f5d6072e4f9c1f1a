using System.Buffers;
using Snowtrail.Proxy.Results.Arrow;
using Snowtrail.Proxy.Results.Json;

namespace Snowtrail.Proxy.Results;

/// <summary>
/// Masks one external chunk while it passes, in bounded memory: a row of JSON or a batch of Arrow at a time. The same chunk and plan give the
/// same bytes each time, because drivers read chunks in parallel and again.
/// </summary>
public static class ChunkRewriter
{
    private const int PieceBytes = 64 << 10;

    /// <summary>Rewrites a chunk. Both streams carry plain bytes: compression is the caller's.</summary>
    /// <param name="upstream">The chunk as the warehouse stored it.</param>
    /// <param name="output">Takes the chunk as the driver gets it.</param>
    /// <param name="format">Format of the result.</param>
    /// <param name="plan">Masks of the result, from its inline answer's report.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Counts, or why the chunk was refused.</returns>
    public static async Task<ChunkReport> RewriteAsync(
        Stream upstream, Stream output, ResultFormat format, MaskPlan plan, RewriteLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(upstream);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(limits);
        var tally = new MaskTally(plan);
        IRowsRewriter rows = format == ResultFormat.Json ? new JsonRowsRewriter(plan, tally) : new ArrowStreamRewriter(plan, tally, limits);
        var unitBytesMax = format == ResultFormat.Json ? limits.RowBytesMax : limits.BatchBytesMax;
        var written = new ArrayBufferWriter<byte>(PieceBytes);
        var buffer = new byte[PieceBytes];
        long bytes = 0;
        var (held, last) = (0, false);
        try
        {
            while (!last)
            {
                if (held == buffer.Length)
                    Array.Resize(ref buffer, Larger(buffer.Length, unitBytesMax));
                var read = await upstream.ReadAsync(buffer.AsMemory(held), cancellation);
                last = read == 0;
                held += read;
                var used = rows.Process(buffer.AsSpan(0, held), last, written);
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
                await output.WriteAsync(written.WrittenMemory, cancellation);
                bytes += written.WrittenCount;
                written.ResetWrittenCount();
            }
        }
        catch (UnreadableResultException fault)
        {
            return new ChunkReport { Refusal = fault.Message, Rows = tally.Rows, Bytes = bytes, Masked = tally.ToRecords() };
        }

        return new ChunkReport { Rows = tally.Rows, Bytes = bytes, Masked = tally.ToRecords() };
    }

    private static int Larger(int length, int unitBytesMax) => length < unitBytesMax
        ? (int)Math.Min(unitBytesMax, length * 2L)
        : throw new UnreadableResultException($"A row or batch of the chunk is larger than {unitBytesMax} bytes.");
}
