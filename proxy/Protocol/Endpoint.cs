namespace Snowtrail.Proxy.Protocol;

/// <summary>What a path asks for.</summary>
internal enum Endpoint
{
    Unknown,
    Login,
    Authenticator,
    Renew,
    Heartbeat,
    Logout,
    Query,
    Abort,
    AbortById,
    Result,
    Monitoring,
    Telemetry,
    Chunk,
    Api,
}
