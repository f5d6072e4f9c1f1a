namespace Snowtrail.Ledger.Files;

/// <summary>An open file that the ledger writes: the seam where tests make a disk full or failing.</summary>
internal interface ISegmentFile : IDisposable
{
    long Length { get; }

    void Write(long offset, ReadOnlySpan<byte> bytes);

    int Read(long offset, Span<byte> bytes);

    void Truncate(long length);

    /// <summary>Returns when the file's bytes and length are on stable storage.</summary>
    void Flush();
}
