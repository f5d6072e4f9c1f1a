namespace Snowtrail.Kafka.Wire;

/// <summary>How to reach the schema registry.</summary>
public sealed record SchemaRegistryOptions
{
    /// <summary>Base address of Confluent's API. Required.</summary>
    public required string Url { get; init; }

    /// <summary>User of basic authentication. Default none.</summary>
    public string? User { get; init; }

    /// <summary>File with the password of <see cref="User"/>; may end in one newline.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM of the authorities that may sign its certificate. Default: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>File that remembers numbers, so that a registry that is down stops nothing. Default none: remembered in memory only.</summary>
    public string? CacheFile { get; init; }

    /// <summary>How long one request may take. Default 5 seconds; 1 ms to 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">One is wrong.</exception>
    public void Validate()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException("schema registry: Url is not an http or https address");
        if (User is null != PasswordFile is null)
            throw new ArgumentException("schema registry: User and PasswordFile go together");
        if (User is not null && uri.Scheme != "https" && !uri.IsLoopback)
            throw new ArgumentException("schema registry: a password needs https");
        ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Timeout, TimeSpan.FromMinutes(5));
    }
}
