using Snowtrail.Proxy.Policy;
using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Results;

/// <summary>What is to be done with an answer of the warehouse.</summary>
public sealed record RewritePlan
{
    /// <summary>Masks that the verdict asked for.</summary>
    public IReadOnlyList<MaskRule> Masks { get; init; } = [];

    /// <summary>The one statement whose result this is; null when it is not known, which masks more.</summary>
    public SqlStatement? Statement { get; init; }

    /// <summary>Gives each chunk its address at the gateway (absolute). Null: an answer with chunks is refused.</summary>
    public Func<UpstreamChunk, string>? ChunkUrl { get; init; }

    /// <summary>Headers that the driver is to send when it fetches chunks from the gateway; null for none.</summary>
    public IReadOnlyDictionary<string, string>? ChunkHeaders { get; init; }

    /// <summary>Our path for <c>getResultUrl</c> of an answer that is still in progress; null leaves the warehouse's.</summary>
    public string? ResultUrl { get; init; }

    /// <summary>Bounds.</summary>
    public RewriteLimits Limits { get; init; } = RewriteLimits.Default;
}
