namespace Snowtrail.Kafka.Alerting;

/// <summary>Where alerts are posted, and how long a receiver is given.</summary>
public sealed record WebhookOptions
{
    /// <summary>The receiver. Required; https, or http to this machine unless <see cref="AllowPlain"/>. Redirects are not followed.</summary>
    public required Uri Url { get; init; }

    /// <summary>File with the signing secret, <c>whsec_</c> and base64 of 24 to 64 bytes; a line each for several, which all sign (rotation). Required.</summary>
    public required string SecretFile { get; init; }

    /// <summary>Allows http to other machines, for a trusted network only. Default false.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>How long one attempt may take. Default 10 s; 100 ms to 1 minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts before an alert goes to <c>audit.parked</c>. Default 12, with the pauses about 18 minutes; 1 to 1,000.</summary>
    public int AttemptsMax { get; init; } = 12;

    /// <summary>Pause after the first failed attempt; it doubles with each. Default 1 s; 1 ms to 1 minute.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause, also when the receiver asks for a longer one. Default 5 minutes; 1 ms to 1 hour.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Alerts on their way at once: one that is tried again does not hold the others. Default 4; 1 to 64.</summary>
    public int ParallelMax { get; init; } = 4;

    internal void Validate()
    {
        List<string> faults = [];
        if (!Url.IsAbsoluteUri || Url.Scheme is not ("http" or "https"))
            faults.Add("Url is not an http or https address");
        else if (Url.Scheme == "http" && !Url.IsLoopback && !AllowPlain)
            faults.Add("Url is not https");
        if (Url.IsAbsoluteUri && Url.UserInfo.Length > 0)
            faults.Add("Url contains a user or password");
        Range(faults, Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), nameof(Timeout));
        Range(faults, AttemptsMax, 1, 1_000, nameof(AttemptsMax));
        Range(faults, PauseFirst, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), nameof(PauseFirst));
        Range(faults, PauseMax, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), nameof(PauseMax));
        Range(faults, ParallelMax, 1, 64, nameof(ParallelMax));
        if (faults.Count > 0)
            throw new ArgumentException($"webhook: {string.Join("; ", faults)}");
    }

    private static void Range<T>(List<string> faults, T value, T min, T max, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            faults.Add($"{name} is not between {min} and {max}");
    }
}
