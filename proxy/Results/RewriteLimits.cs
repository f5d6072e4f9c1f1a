namespace Snowtrail.Proxy.Results;

/// <summary>Bounds of result rewriting. What is larger is refused, never passed unseen.</summary>
public sealed record RewriteLimits
{
    /// <summary>The defaults.</summary>
    public static RewriteLimits Default { get; } = new();

    /// <summary>Largest inline answer in bytes. Default 64 MiB; range 1 KiB to 1 GiB.</summary>
    public int BodyBytesMax { get; init; } = 64 << 20;

    /// <summary>Deepest nesting of an answer. Default 64; range 8 to 1,000.</summary>
    public int DepthMax { get; init; } = 64;

    /// <summary>Largest row of a JSON chunk in bytes. Default 64 MiB; range 1 KiB to 1 GiB.</summary>
    public int RowBytesMax { get; init; } = 64 << 20;

    /// <summary>Largest Arrow message (a record batch) in bytes. Default 128 MiB; range 1 KiB to 1 GiB.</summary>
    public int BatchBytesMax { get; init; } = 128 << 20;
}
