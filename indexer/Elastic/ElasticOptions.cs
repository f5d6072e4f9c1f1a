namespace Snowtrail.Indexer.Elastic;

/// <summary>Where Elasticsearch or OpenSearch is, how to prove who we are, and the bounds of indexing. Secrets are read from files when a connection is opened; they are never kept or logged.</summary>
public sealed record ElasticOptions
{
    /// <summary>Addresses of the nodes, <c>http</c> or <c>https</c>, without user, password or path. At least one, at most 100.</summary>
    public required IReadOnlyList<Uri> Nodes { get; init; }

    /// <summary>File with an API key in its encoded form (base64 of <c>id:key</c>); may end in one newline. Default none. Elasticsearch only.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>User for basic authentication, with <see cref="PasswordFile"/>. Default none.</summary>
    public string? User { get; init; }

    /// <summary>File with the password of <see cref="User"/>; may end in one newline.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM of the authorities that may sign the nodes' certificates. Default: the system's. Ignored over http.</summary>
    public string? CaFile { get; init; }

    /// <summary>Allows a secret to be sent over http to another machine, for a trusted network only. Default false; loopback is always allowed.</summary>
    public bool AllowPlainSecrets { get; init; }

    /// <summary>Last part of the data streams' names and the value of <c>data_stream.namespace</c>: lower case, no hyphen, 1-100 characters. Default <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Most documents in a bulk request, 1-5,000. Default 1,000.</summary>
    public int BatchRecordsMax { get; init; } = 1_000;

    /// <summary>Most bytes of documents in a bulk request, 64 KiB - 64 MiB; a larger document travels alone. Default 5 MiB.</summary>
    public int BatchBytesMax { get; init; } = 5 * 1024 * 1024;

    /// <summary>Longest wait for a batch to fill, 1 ms - 10 s. Default 50 ms.</summary>
    public TimeSpan BatchAgeMax { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Most bulk requests at once, 1-32. Default 4. With <see cref="BatchBytesMax"/> it bounds the memory of documents on their way.</summary>
    public int InFlightMax { get; init; } = 4;

    /// <summary>First wait before something is tried again; doubles up to <see cref="RetryWaitMax"/>, 1 ms - 60 s. Default 250 ms.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait before something is tried again, up to 10 min. Default 5 s.</summary>
    public TimeSpan RetryWaitMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for one request, 100 ms - 10 min. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the last documents after the stream's end, before it fails and leaves them unsettled, 0 - 1 h. Default 30 s.</summary>
    public TimeSpan DrainMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far the clocks of gateways and server may differ, 0 - 1 day. Default 5 min. A record that is older than the newest backing index and this is looked up before it is written.</summary>
    public TimeSpan ClockSkewMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Compresses requests with gzip: saves network and costs CPU. Default false.</summary>
    public bool Compress { get; init; }

    /// <summary>Checks all options together.</summary>
    /// <exception cref="ArgumentException">Some are wrong; the message names each.</exception>
    public void Validate()
    {
        List<string> faults = [];
        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        Require(Nodes.Count is >= 1 and <= 100, "Nodes has from 1 to 100 addresses");
        Require(Nodes.All(IsAddress), "a node is http://HOST:PORT or https://HOST:PORT, with nothing before or behind");
        Require(User is null == PasswordFile is null, "User and PasswordFile go together");
        Require(User is null || ApiKeyFile is null, "give an API key or a password, not both");
        Require(!HasSecret || AllowPlainSecrets || Nodes.All(node => node.Scheme == Uri.UriSchemeHttps || node.IsLoopback), "an API key or a password needs https");
        Require(IsNamespace(Namespace), "Namespace is lower case without hyphens, 1-100 characters");
        Require(BatchRecordsMax is >= 1 and <= 5_000, "BatchRecordsMax is from 1 to 5,000");
        Require(BatchBytesMax is >= 64 * 1024 and <= 64 * 1024 * 1024, "BatchBytesMax is from 64 KiB to 64 MiB");
        Require(Within(BatchAgeMax, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10)), "BatchAgeMax is from 1 ms to 10 s");
        Require(InFlightMax is >= 1 and <= 32, "InFlightMax is from 1 to 32");
        Require(Within(RetryWait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60)), "RetryWait is from 1 ms to 60 s");
        Require(Within(RetryWaitMax, RetryWait, TimeSpan.FromMinutes(10)), "RetryWaitMax is from RetryWait to 10 min");
        Require(Within(RequestTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)), "RequestTimeout is from 100 ms to 10 min");
        Require(Within(DrainMax, TimeSpan.Zero, TimeSpan.FromHours(1)), "DrainMax is from 0 to 1 h");
        Require(Within(ClockSkewMax, TimeSpan.Zero, TimeSpan.FromDays(1)), "ClockSkewMax is from 0 to 1 day");
        if (faults.Count > 0)
            throw new ArgumentException($"Elasticsearch: {string.Join("; ", faults)}");
    }

    private bool HasSecret => ApiKeyFile is not null || PasswordFile is not null;

    private static bool IsAddress(Uri node) =>
        node.IsAbsoluteUri && node.Scheme is "http" or "https" && node.UserInfo.Length == 0 && node.AbsolutePath == "/" && node.Query.Length == 0;

    private static bool IsNamespace(string name) =>
        name.Length is >= 1 and <= 100 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '.') && name[0] is not ('_' or '.');

    private static bool Within(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;
}
