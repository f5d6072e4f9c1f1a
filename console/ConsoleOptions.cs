using System.Net;

namespace Snowtrail.AnalystConsole;

/// <summary>Settings of the console's endpoints.</summary>
public sealed class ConsoleOptions
{
    /// <summary>Where the console listens. On any address but a loopback one, search too asks for <see cref="Token"/>.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The approver's token, at least 32 characters; compared in constant time.</summary>
    public required string Token { get; init; }

    /// <summary>Whether reading needs <see cref="Token"/> on a loopback address too. Default false.</summary>
    public bool ReadingNeedsToken { get; init; }

    /// <summary>Largest body of a decision, bytes. Default 16 KiB.</summary>
    public int BodyBytesMax { get; init; } = 16 * 1024;

    /// <summary>Viewers that may watch live at once; further ones are answered 503 and fall back to asking. Default 100.</summary>
    public int LiveViewersMax { get; init; } = 100;
}
