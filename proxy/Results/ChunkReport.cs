using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Results;

/// <summary>What became of a chunk.</summary>
public sealed record ChunkReport
{
    /// <summary>Why the chunk was refused, in words for a person; null when it went through. Bytes already written are then only a part: drop the connection.</summary>
    public string? Refusal { get; init; }

    /// <summary>Rows written.</summary>
    public long Rows { get; init; }

    /// <summary>Bytes written, uncompressed.</summary>
    public long Bytes { get; init; }

    /// <summary>What was masked.</summary>
    public IReadOnlyList<MaskedColumn> Masked { get; init; } = [];
}
