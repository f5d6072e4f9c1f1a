using Lucene.Net.Search;
using Snowtrail.Indexer.Embedded.Schema;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>One page of the hits, in order.</summary>
internal static class TopHits
{
    private static readonly HashSet<string> Source = [LuceneNames.Source];

    public static IReadOnlyList<ReadOnlyMemory<byte>> Load(
        IndexSearcher searcher, IReadOnlyList<LeafMatches> matches, SortOrder order, int offset, int size)
    {
        var total = matches.Sum(leaf => (long)leaf.Count);
        if (size == 0 || offset >= total)
            return [];
        var window = (int)Math.Min(total, offset + size);
        var collector = TopFieldCollector.Create(
            order.Sort, window, fillFields: false, trackDocScores: false, trackMaxScore: false, docsScoredInOrder: false);
        foreach (var leaf in order.IsDescending ? matches.Reverse() : matches)
        {
            collector.SetNextReader(leaf.Leaf);
            if (order.IsDescending)
                leaf.EachBackwards(collector.Collect);
            else
                leaf.Each(collector.Collect);
        }

        return [.. collector.GetTopDocs(offset, size).ScoreDocs.Select(hit => Document(searcher, hit.Doc))];
    }

    private static ReadOnlyMemory<byte> Document(IndexSearcher searcher, int document)
    {
        var bytes = searcher.Doc(document, Source).GetBinaryValue(LuceneNames.Source);
        return bytes.Bytes.AsMemory(bytes.Offset, bytes.Length);
    }
}
