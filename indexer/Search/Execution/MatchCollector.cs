using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>
/// Gathers all hits as one bit each. Order, histogram and facets are made from the bits afterwards: going through them from the newest
/// document on, few displace another from the first page, where in index order nearly each one would.
/// </summary>
internal sealed class MatchCollector(CancellationToken cancellation) : ICollector
{
    private readonly List<(AtomicReaderContext Leaf, FixedBitSet Bits)> _leaves = [];
    private FixedBitSet _bits = new(0);

    public bool AcceptsDocsOutOfOrder => true;

    public void SetScorer(Scorer scorer)
    {
    }

    public void Collect(int doc) => _bits.Set(doc);

    public void SetNextReader(AtomicReaderContext context)
    {
        cancellation.ThrowIfCancellationRequested();
        _bits = new FixedBitSet(context.AtomicReader.MaxDoc);
        _leaves.Add((context, _bits));
    }

    public IReadOnlyList<LeafMatches> Finish() =>
        [.. _leaves.Select(leaf => new LeafMatches(leaf.Leaf, leaf.Bits, leaf.Bits.Cardinality)).Where(leaf => leaf.Count > 0)];
}
