namespace Snowtrail.Proxy.Results;

/// <summary>One external chunk as the warehouse announced it. Address and headers together are a permission to read the data: never log them.</summary>
/// <param name="Index">Position in the list, from 0.</param>
/// <param name="Url">Where the bytes are.</param>
/// <param name="RowCount">Rows in it.</param>
/// <param name="UncompressedSize">Bytes before compression.</param>
/// <param name="CompressedSize">Bytes as stored.</param>
/// <param name="Headers">What has to be sent along when it is fetched: <c>chunkHeaders</c>, or what <c>qrmk</c> stands for.</param>
public sealed record UpstreamChunk(
    int Index, string Url, long RowCount, long UncompressedSize, long CompressedSize, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Names position and size only.</summary>
    public override string ToString() => $"chunk {Index}, {RowCount} rows";
}
