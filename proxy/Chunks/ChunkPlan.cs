using Snowtrail.Proxy.Results;
using Snowtrail.Proxy.Statements;

namespace Snowtrail.Proxy.Chunks;

/// <summary>The chunks of one result: what an agent may fetch through us, and how it is rewritten.</summary>
internal sealed class ChunkPlan
{
    private IReadOnlyList<UpstreamChunk> _chunks = [];

    public required string Capability { get; init; }
    public required StatementCall Call { get; init; }

    /// <summary>Position among several statements, from 0; null for the whole.</summary>
    public required int? Child { get; init; }

    public required DateTimeOffset Expires { get; init; }
    public string? QueryId { get; set; }
    public MaskPlan Masks { get; set; } = MaskPlan.None;
    public ResultFormat Format { get; set; }

    /// <summary>Where the warehouse keeps them; replaced when the addresses lapse.</summary>
    public IReadOnlyList<UpstreamChunk> Chunks
    {
        get => Volatile.Read(ref _chunks);
        set => Volatile.Write(ref _chunks, value);
    }

    /// <summary>One refresh of the addresses at a time.</summary>
    public SemaphoreSlim RefreshGate { get; } = new(1);
}
