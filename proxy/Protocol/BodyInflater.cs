using System.IO.Compression;

namespace Snowtrail.Proxy.Protocol;

/// <summary>Inflates request bodies within a bound.</summary>
internal static class BodyInflater
{
    /// <summary>The plain body; null with a reason when it cannot be read or is too large.</summary>
    public static ReadOnlyMemory<byte>? Inflate(ReadOnlyMemory<byte> body, string? contentEncoding, int bytesMax, out string? fault)
    {
        fault = null;
        var gzip = body.Length >= 2 && body.Span[0] == 0x1f && body.Span[1] == 0x8b;
        if (contentEncoding is not (null or "" or "identity") && !string.Equals(contentEncoding, "gzip", StringComparison.OrdinalIgnoreCase))
            fault = "the content encoding is neither gzip nor identity";
        else if (!gzip && body.Length > 0 && string.Equals(contentEncoding, "gzip", StringComparison.OrdinalIgnoreCase))
            fault = "the body is not the gzip that its header says";
        if (fault is not null)
            return null;
        return gzip ? Gunzip(body, bytesMax, out fault) : body;
    }

    private static ReadOnlyMemory<byte>? Gunzip(ReadOnlyMemory<byte> body, int bytesMax, out string? fault)
    {
        try
        {
            using var source = new MemoryStream(body.ToArray(), writable: false);
            using var inflate = new GZipStream(source, CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = inflate.Read(buffer)) > 0;)
            {
                if (plain.Length + read > bytesMax)
                {
                    fault = $"the inflated body is larger than {bytesMax} bytes";
                    return null;
                }
                plain.Write(buffer, 0, read);
            }
            fault = null;
            return plain.GetBuffer().AsMemory(0, (int)plain.Length);
        }
        catch (InvalidDataException)
        {
            fault = "the body is broken gzip";
            return null;
        }
    }
}
