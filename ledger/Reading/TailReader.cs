using System.Runtime.CompilerServices;
using Snowtrail.Ledger.Writing;

namespace Snowtrail.Ledger.Reading;

/// <summary>Reads durable records in order and waits for more.</summary>
internal static class TailReader
{
    public static async IAsyncEnumerable<LedgerRecord> ReadAsync(
        string directory, SegmentCatalog catalog, DurableProgress progress, long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var frames = new FrameReader(directory, catalog.Find);
        for (var next = from; await progress.WaitBeyondAsync(next, cancellation);)
        {
            var durable = progress.Next;
            // What the buffer holds of later records may have been read while they were being written
            frames.Forget();
            for (; next < durable; next++)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return frames.Read(next);
            }
        }
    }
}
