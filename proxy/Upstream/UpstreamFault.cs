namespace Snowtrail.Proxy.Upstream;

/// <summary>Whose fault a missing answer is.</summary>
internal enum UpstreamFault
{
    /// <summary>No connection, a cut one, a timeout, or a status that drivers retry: the same request may be sent again.</summary>
    Transient,

    /// <summary>The answer is no JSON envelope, or a status that no retry mends.</summary>
    Malformed,

    /// <summary>The answer is larger than allowed.</summary>
    TooLarge,
}
