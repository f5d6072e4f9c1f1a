using System.Net;

namespace Snowtrail.Sandbox;

/// <summary>How the sandbox listens, logs in and holds results. Every wait and store is bounded here.</summary>
public sealed class SandboxOptions
{
    /// <summary>Where drivers connect. Port 0 picks a free one. Default <c>127.0.0.1:8088</c>.</summary>
    public IPEndPoint Listen { get; set; } = new(IPAddress.Loopback, 8088);

    /// <summary>Where result chunks are served, as object storage would. Default loopback, a free port.</summary>
    public IPEndPoint StorageListen { get; set; } = new(IPAddress.Loopback, 0);

    /// <summary>Directory of the databases; null keeps them in memory. Default null.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>The one user's name; compared without case. Default <c>sandbox</c>.</summary>
    public string User { get; set; } = "sandbox";

    /// <summary>The user's password; also accepted as a token (OAuth, programmatic access token). Default <c>sandbox</c>.</summary>
    public string Password { get; set; } = "sandbox";

    /// <summary>How long the answer to a statement is awaited before the driver is told to poll. Default 45 s, range 0 to 55 s (Python resends after 60).</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long one poll is held. Default 20 s, range 0 to 40 s.</summary>
    public TimeSpan PollWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Validity of a session token. Default 1 h.</summary>
    public TimeSpan SessionTokenValidity { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Validity of a master token; a session without requests for as long is closed. Default 4 h.</summary>
    public TimeSpan MasterTokenValidity { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How long a chunk URL works. Default 1 h.</summary>
    public TimeSpan ChunkUrlValidity { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Rows of a result that travel in the answer itself. Default 10,000.</summary>
    public int InlineRowsMax { get; set; } = 10_000;

    /// <summary>Bytes of a result that travel in the answer itself, before encoding. Default 1 MiB.</summary>
    public long InlineBytesMax { get; set; } = 1 << 20;

    /// <summary>Rows of one chunk. Default 50,000.</summary>
    public int ChunkRowsMax { get; set; } = 50_000;

    /// <summary>Bytes of one chunk, before encoding. Default 8 MiB, at most 512 MiB.</summary>
    public long ChunkBytesMax { get; set; } = 8 << 20;

    /// <summary>Bytes that all chunk files together may take on disk. Default 4 GiB.</summary>
    public long SpillBytesMax { get; set; } = 4L << 30;

    /// <summary>Results kept for each session; the oldest goes first. Default 256.</summary>
    public int ResultsKeptMax { get; set; } = 256;

    /// <summary>Statements of the SQL API that are remembered without a login. Default 64.</summary>
    public int SqlApiStatementsMax { get; set; } = 64;

    /// <summary>Sessions open at once; further log-ins are refused. Default 1,000.</summary>
    public int SessionsMax { get; set; } = 1_000;

    /// <summary>Statements that run at once; further ones wait. Default 64.</summary>
    public int RunningMax { get; set; } = 64;

    /// <summary>Bytes of a request's body, before and after inflating. Default 64 MiB.</summary>
    public int BodyBytesMax { get; set; } = 64 << 20;

    /// <summary>Requests the recorder keeps; 0 switches it off. Default 1,024.</summary>
    public int RecordedRequestsMax { get; set; } = 1_024;
}
