namespace Snowtrail.Proxy.Upstream;

/// <summary>A whole answer of the warehouse.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Body, inflated.</param>
internal sealed record UpstreamAnswer(int Status, ReadOnlyMemory<byte> Body);
