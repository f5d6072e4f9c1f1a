namespace Snowtrail.Proxy.Sessions;

/// <summary>What a token of ours says.</summary>
/// <param name="Kind">What it is good for.</param>
/// <param name="Session">The session's number.</param>
/// <param name="Expires">When it lapses.</param>
internal sealed record SessionToken(TokenKind Kind, long Session, DateTimeOffset Expires);
