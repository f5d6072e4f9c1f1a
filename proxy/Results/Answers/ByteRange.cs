namespace Snowtrail.Proxy.Results.Answers;

/// <summary>Bytes of an answer from <paramref name="Start"/> to before <paramref name="End"/>.</summary>
internal readonly record struct ByteRange(int Start, int End)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body[Start..End];
}
