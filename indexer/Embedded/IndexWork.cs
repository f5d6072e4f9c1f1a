using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Embedded;

/// <summary>A batch to write; an empty one asks for a commit.</summary>
internal sealed record IndexWork(IReadOnlyList<Tracked<EnrichedEvent>> Batch)
{
    /// <summary>Completes when the batch is written, or what came before is committed.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
