namespace Snowtrail.Proxy.Protocol;

/// <summary>The headers that the gateway reads; null when absent.</summary>
/// <param name="Authorization">Carries our token.</param>
/// <param name="ContentEncoding">Encoding of the body.</param>
/// <param name="UserAgent">Relayed upstream: the warehouse selects features by it.</param>
/// <param name="Accept">Relayed upstream.</param>
/// <param name="Host">Host and port that the driver used.</param>
/// <param name="TraceParent">W3C trace context, relayed upstream.</param>
public sealed record RequestHeaders(
    string? Authorization, string? ContentEncoding, string? UserAgent, string? Accept, string? Host, string? TraceParent);
