namespace Snowtrail.Proxy.Protocol;

/// <summary>An answer, apart from any server.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Content type.</param>
/// <param name="Body">The body, unless <see cref="Write"/> writes it.</param>
public sealed record GatewayResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Content encoding of the body; null for none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Writes a body that is not held whole; when it throws, the connection is cut so that no reader takes the part for the whole.</summary>
    public Func<Stream, CancellationToken, Task>? Write { get; init; }

    /// <summary>True when the connection must not be used again: a body was left unread.</summary>
    public bool Close { get; init; }

    /// <summary>An envelope with status 200.</summary>
    internal static GatewayResponse Json(ReadOnlyMemory<byte> body) => new(200, "application/json", body);
}
