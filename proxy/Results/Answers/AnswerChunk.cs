namespace Snowtrail.Proxy.Results.Answers;

/// <summary>One entry of <c>chunks</c> with the places that may change.</summary>
internal sealed record AnswerChunk
{
    public string Url { get; set; } = "";

    public ByteRange UrlPlace { get; set; }

    public long RowCount { get; set; }

    public long UncompressedSize { get; set; }

    public ByteRange? UncompressedPlace { get; set; }

    public long CompressedSize { get; set; }
}
