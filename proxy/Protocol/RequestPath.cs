namespace Snowtrail.Proxy.Protocol;

/// <summary>Recognises paths exactly as drivers write them; every other spelling is unknown, so that no second reading of a path exists.</summary>
/// <param name="Endpoint">What is asked for.</param>
/// <param name="Id">Query id, or capability of a chunk.</param>
/// <param name="Index">Chunk number.</param>
internal readonly record struct RequestPath(Endpoint Endpoint, string? Id = null, int Index = 0)
{
    private const string Queries = "/queries/", Monitoring = "/monitoring/queries/", Chunks = "/chunks/";

    /// <summary>Reads a path. A driver whose configured address ends in a slash writes the first one twice.</summary>
    public static RequestPath Parse(string method, string path) =>
        Exactly(method, path.StartsWith("//", StringComparison.Ordinal) ? string.Concat("/", path.AsSpan().TrimStart('/')) : path);

    private static RequestPath Exactly(string method, string path) => (method, path) switch
    {
        ("POST", "/session/v1/login-request") => new(Endpoint.Login),
        ("POST", "/session/authenticator-request") => new(Endpoint.Authenticator),
        ("POST", "/session/token-request") => new(Endpoint.Renew),
        ("POST", "/session/heartbeat") => new(Endpoint.Heartbeat),
        ("POST", "/session") => new(Endpoint.Logout),
        ("POST", "/queries/v1/query-request") => new(Endpoint.Query),
        ("POST", "/queries/v1/abort-request") => new(Endpoint.Abort),
        ("POST", "/telemetry/send" or "/telemetry/send/sessionless") => new(Endpoint.Telemetry),
        _ when path.StartsWith("/api/v2/", StringComparison.Ordinal) => new(Endpoint.Api),
        ("POST", _) when Between(path, Queries, "/abort-request") is { } id => new(Endpoint.AbortById, id),
        ("GET", _) when Between(path, Queries, "/result") is { } id => new(Endpoint.Result, id),
        // One driver writes the slash twice
        ("GET", _) when (Between(path, Monitoring, "") ?? Between(path, Monitoring + "/", "")) is { } id => new(Endpoint.Monitoring, id),
        ("GET", _) when path.StartsWith(Chunks, StringComparison.Ordinal) => Chunk(path[Chunks.Length..]),
        _ => default,
    };

    private static string? Between(string path, string start, string end)
    {
        if (path.Length <= start.Length + end.Length || !path.StartsWith(start, StringComparison.Ordinal) || !path.EndsWith(end, StringComparison.Ordinal))
            return null;
        var id = path[start.Length..^end.Length];
        return IsId(id) ? id : null;
    }

    /// <summary>True for what can stand for a query id in a path: 1 to 64 letters, digits and hyphens.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static RequestPath Chunk(string rest)
    {
        var split = rest.IndexOf('/', StringComparison.Ordinal);
        return split > 0 && int.TryParse(rest[(split + 1)..], System.Globalization.NumberStyles.None, null, out var index)
            ? new(Endpoint.Chunk, rest[..split], index)
            : default;
    }
}
