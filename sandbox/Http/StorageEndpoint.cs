namespace Snowtrail.Sandbox.Http;

/// <summary>The second listener: serves chunk files as object storage would, errors in XML included.</summary>
internal sealed class StorageEndpoint(ChunkUrls urls, string directory, TimeProvider time)
{
    private const string Prefix = "/sandbox-results/";

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var name = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..] : "";
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            await FailAsync(http, 405, "MethodNotAllowed");
        }
        else if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '.') || !urls.Allows(name, http.Request, time.GetUtcNow()))
        {
            await FailAsync(http, 403, "AccessDenied");
        }
        else if (!File.Exists(Path.Combine(directory, name)))
        {
            await FailAsync(http, 404, "NoSuchKey");
        }
        else
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.SendFileAsync(Path.Combine(directory, name), http.RequestAborted);
        }
    }

    private static Task FailAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code></Error>");
    }
}
