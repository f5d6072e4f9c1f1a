using System.IO.Compression;

namespace Snowtrail.Sandbox.Http;

/// <summary>Reads request bodies: gzip by header or by magic, bounded before and after inflating.</summary>
internal static class RequestBodies
{
    /// <summary>The body, or null when it is too large or not gzip although it says so.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int max)
    {
        using var raw = new MemoryStream();
        if (!await CopyAsync(request.Body, raw, max, request.HttpContext.RequestAborted))
        {
            return null;
        }

        var bytes = raw.ToArray();
        var isGzip = bytes is [0x1F, 0x8B, ..];
        if (!isGzip)
        {
            return request.Headers.ContentEncoding.Count == 0 || bytes.Length == 0 || request.Headers.ContentEncoding == "identity" ? bytes : null;
        }

        try
        {
            using var inflated = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return await CopyAsync(gzip, inflated, max, request.HttpContext.RequestAborted) ? inflated.ToArray() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<bool> CopyAsync(Stream from, MemoryStream to, int max, CancellationToken cancel)
    {
        var buffer = new byte[81_920];
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            if (to.Length + read > max)
            {
                return false;
            }

            to.Write(buffer, 0, read);
        }

        return true;
    }
}
