namespace Snowtrail.App.Run;

/// <summary>The warehouse behind the gateway and the gateway's own credential for it.</summary>
internal sealed record UpstreamSettings(Uri Url, string User, string Password)
{
    /// <summary>Never shows the password.</summary>
    public override string ToString() => $"{User} at {Url}";
}
