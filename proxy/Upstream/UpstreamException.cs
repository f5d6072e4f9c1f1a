namespace Snowtrail.Proxy.Upstream;

/// <summary>The warehouse gave no usable answer. The message holds no secret.</summary>
internal sealed class UpstreamException(string message, UpstreamFault fault, Exception? inner = null) : Exception(message, inner)
{
    public UpstreamFault Fault => fault;
}
