namespace Snowtrail.Proxy.Protocol;

/// <summary>A request as it arrived, apart from any server.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Path">Path as sent, not decoded, without query string.</param>
/// <param name="QueryString">Query string as sent, without the question mark.</param>
/// <param name="Headers">The few headers that are read.</param>
/// <param name="Body">Body as sent, perhaps gzip; cut at the limit when <paramref name="BodyTooLarge"/>.</param>
/// <param name="BodyTooLarge">The body was longer than the limit and was not read to its end.</param>
/// <param name="Address">Peer address.</param>
/// <param name="Port">Peer port.</param>
public sealed record GatewayRequest(
    string Method,
    string Path,
    string QueryString,
    RequestHeaders Headers,
    ReadOnlyMemory<byte> Body,
    bool BodyTooLarge,
    string Address,
    int Port);
