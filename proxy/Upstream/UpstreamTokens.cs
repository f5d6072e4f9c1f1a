namespace Snowtrail.Proxy.Upstream;

/// <summary>The warehouse's own tokens of one session. They leave this process only towards the warehouse.</summary>
/// <param name="Session">Session token.</param>
/// <param name="Master">Master token.</param>
/// <param name="SessionExpires">When the session token lapses.</param>
/// <param name="MasterExpires">When the master token lapses.</param>
internal sealed record UpstreamTokens(string Session, string Master, DateTimeOffset SessionExpires, DateTimeOffset MasterExpires)
{
    /// <inheritdoc/>
    public override string ToString() => "***";
}
