using Lucene.Net.Index;

namespace Snowtrail.Indexer.Embedded;

/// <summary>Merges in the background. A merge that fails is dropped and tried again later; Lucene's own scheduler would end the process.</summary>
internal sealed class QuietMergeScheduler : ConcurrentMergeScheduler
{
    protected override void HandleMergeException(Exception exc)
    {
        // The segments of a failed merge stay as they were; a disk that refuses shows at the next commit
    }
}
