using System.Net;

namespace Snowtrail.Proxy;

/// <summary>Where a gateway listens, what lies behind it, and how much it may hold. Validated as a whole by <see cref="Gateway.StartAsync"/>.</summary>
public sealed record GatewayOptions
{
    /// <summary>Address and port; port 0 takes a free one. Default 127.0.0.1:8085.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8085);

    /// <summary>Directory of keys, the key ring, sessions and lineage; created (mode 0700) when it does not exist.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The warehouse: scheme, host and port. No path.</summary>
    public required Uri Upstream { get; init; }

    /// <summary>User of the gateway's own login upstream.</summary>
    public required string UpstreamUser { get; init; }

    /// <summary>Password of that user. See <see cref="Secret.FromFile"/>.</summary>
    public required Secret UpstreamPassword { get; init; }

    /// <summary>Account named in the upstream login; the first label of <see cref="Upstream"/>'s host when null.</summary>
    public string? UpstreamAccount { get; init; }

    /// <summary>Base of chunk URLs when the <c>Host</c> header names no known host; the listen address when null.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Further host names that drivers may use for this gateway, without port.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Largest request body, inflated, bytes. Default 64 MiB; at least 1 KiB.</summary>
    public int RequestBytesMax { get; init; } = 64 << 20;

    /// <summary>Largest inline answer of the warehouse, inflated, bytes. A larger one is refused. Default 256 MiB; at least 1 KiB.</summary>
    public int ResultBytesMax { get; init; } = 256 << 20;

    /// <summary>Largest chunk, inflated, bytes. Default 1 GiB; at least 1 KiB.</summary>
    public long ChunkBytesMax { get; init; } = 1L << 30;

    /// <summary>Most sessions at once. Default 10,000; at least 1.</summary>
    public int SessionsMax { get; init; } = 10_000;

    /// <summary>Most statements of all sessions that are running or held. Default 4,096; at least 1.</summary>
    public int StatementsInFlightMax { get; init; } = 4_096;

    /// <summary>Most remembered statements of one session. Default 2,000; at least 16.</summary>
    public int StatementsPerSessionMax { get; init; } = 2_000;

    /// <summary>How long the answer of a finished statement is kept for repeats. Default 15 minutes; above zero.</summary>
    public TimeSpan OutcomeKept { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Bytes of finished answers that are kept; older ones are asked of the warehouse again. Default 256 MiB; zero or more.</summary>
    public long OutcomeBytesMax { get; init; } = 256L << 20;

    /// <summary>Most chunked results whose URLs are valid at once. Default 10,000; at least 1.</summary>
    public int ChunkPlansMax { get; init; } = 10_000;

    /// <summary>How long chunk URLs are valid. Default 6 hours; above zero.</summary>
    public TimeSpan ChunkPlanLifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long the first request of a statement is kept open. Default 40 seconds; drivers resend after 60.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long one poll is kept open. Default 20 seconds; 5 to 40 for drivers, less for tests.</summary>
    public TimeSpan PollWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A held statement that nobody polls for this long is cancelled. Default 2 minutes; above zero.</summary>
    public TimeSpan HoldSilenceMax { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>When a held statement expires, unless its rule says otherwise. Default 15 minutes; above zero.</summary>
    public TimeSpan ApprovalExpiry { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Validity of an agent's session token. Default 1 hour; above zero.</summary>
    public TimeSpan SessionTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Validity of an agent's master token. Default 4 hours; above zero.</summary>
    public TimeSpan MasterTokenLifetime { get; init; } = TimeSpan.FromHours(4);

    /// <summary>A session ends after this time however often it is renewed. Default 7 days; above zero.</summary>
    public TimeSpan SessionLifetimeMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Delay of the answer to a failed login. Default 250 ms; zero or more.</summary>
    public TimeSpan LoginFailureDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long stopping waits for running statements. Default 10 seconds; zero or more.</summary>
    public TimeSpan DrainMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for one upstream answer. Default 120 seconds; above zero.</summary>
    public TimeSpan UpstreamTimeout { get; init; } = TimeSpan.FromSeconds(120);

    internal void Validate()
    {
        List<string> faults = [];
        Require(faults, !string.IsNullOrWhiteSpace(DataDirectory), "DataDirectory is empty");
        Require(faults, Upstream is { IsAbsoluteUri: true, Scheme: "http" or "https", AbsolutePath: "/" or "", Query: "" },
            "Upstream is not an http or https address without path");
        Require(faults, !string.IsNullOrEmpty(UpstreamUser), "UpstreamUser is empty");
        Require(faults, PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "PublicUrl is not an http or https address");
        Require(faults, RequestBytesMax >= 1024 && ResultBytesMax >= 1024 && ChunkBytesMax >= 1024, "a limit of bytes is below 1 KiB");
        Require(faults, SessionsMax >= 1 && StatementsInFlightMax >= 1 && ChunkPlansMax >= 1, "a limit of count is below 1");
        Require(faults, StatementsPerSessionMax >= 16, "StatementsPerSessionMax is below 16");
        Require(faults, OutcomeBytesMax >= 0, "OutcomeBytesMax is negative");
        Require(faults, new[]
        {
            OutcomeKept, ChunkPlanLifetime, FirstWait, PollWait, HoldSilenceMax, ApprovalExpiry, SessionTokenLifetime, MasterTokenLifetime,
            SessionLifetimeMax, UpstreamTimeout,
        }.All(time => time > TimeSpan.Zero), "a time is not above zero");
        Require(faults, LoginFailureDelay >= TimeSpan.Zero && DrainMax >= TimeSpan.Zero, "a time is negative");
        if (faults.Count > 0)
            throw new ArgumentException($"gateway options: {string.Join("; ", faults)}");
    }

    private static void Require(List<string> faults, bool holds, string fault)
    {
        if (!holds)
            faults.Add(fault);
    }
}
