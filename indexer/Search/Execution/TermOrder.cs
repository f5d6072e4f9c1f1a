using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>Orders by a term; of several, by the least when ascending and the greatest when descending.</summary>
internal sealed class TermOrder(bool many) : FieldComparerSource
{
    public override FieldComparer NewComparer(string fieldname, int numHits, int sortPos, bool reversed) =>
        many ? new OfMany(numHits, fieldname, reversed) : new FieldComparer.TermOrdValComparer(numHits, fieldname, sortMissingLast: !reversed);

    private sealed class OfMany(int hits, string field, bool reversed) : FieldComparer.TermOrdValComparer(hits, field, sortMissingLast: !reversed)
    {
        protected override SortedDocValues GetSortedDocValues(AtomicReaderContext context, string field) =>
            new EdgeOfSet(FieldCache.DEFAULT.GetDocTermOrds(context.AtomicReader, field), reversed);
    }
}
