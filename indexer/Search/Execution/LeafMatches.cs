using Lucene.Net.Index;
using Lucene.Net.Util;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>The hits in one segment.</summary>
internal sealed record LeafMatches(AtomicReaderContext Leaf, FixedBitSet Documents, int Count)
{
    public AtomicReader Reader => Leaf.AtomicReader;

    /// <summary>Calls back with each hit, in index order.</summary>
    public void Each(Action<int> visit)
    {
        var length = Documents.Length;
        for (var document = Documents.NextSetBit(0); document >= 0; document = document + 1 < length ? Documents.NextSetBit(document + 1) : -1)
            visit(document);
    }

    /// <summary>Calls back with each hit, newest first.</summary>
    public void EachBackwards(Action<int> visit)
    {
        for (var document = Documents.PrevSetBit(Documents.Length - 1); document >= 0; document = document > 0 ? Documents.PrevSetBit(document - 1) : -1)
            visit(document);
    }
}
