using System.Buffers;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>
/// Bytes of documents on their way, one behind the other in a pooled array. It goes back when the last of them is settled, so that thousands
/// that wait for answers are nothing that the collector of memory would have to move.
/// </summary>
/// <remarks>
/// A server that answers before it has read a request may still be sent the rest of it when its documents are settled by another attempt, and the
/// array already holds others. It throws that rest away: it has answered.
/// </remarks>
internal sealed class BulkSlab
{
    private const int BytesMin = 256 * 1024;
    private readonly byte[] _bytes;
    private int _used;

    // The one who fills it is one of them
    private int _holders = 1;

    /// <summary>An empty one, with room for so many bytes at the least.</summary>
    public BulkSlab(int bytes) => _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, BytesMin));

    public bool HasRoom(int bytes) => _bytes.Length - _used >= bytes;

    /// <summary>Copies bytes in; they are good until all holders have released it.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> bytes)
    {
        var place = _bytes.AsMemory(_used, bytes.Length);
        bytes.CopyTo(place.Span);
        _used += bytes.Length;
        return place;
    }

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            ArrayPool<byte>.Shared.Return(_bytes);
    }
}
