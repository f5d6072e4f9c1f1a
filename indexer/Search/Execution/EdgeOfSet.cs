using Lucene.Net.Index;
using Lucene.Net.Util;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>The least or the greatest of a document's terms.</summary>
internal sealed class EdgeOfSet(SortedSetDocValues set, bool greatest) : SortedDocValues
{
    public override int ValueCount => (int)set.ValueCount;

    public override int GetOrd(int docID)
    {
        set.SetDocument(docID);
        var edge = set.NextOrd();
        if (!greatest || edge == SortedSetDocValues.NO_MORE_ORDS)
            return (int)edge;
        for (var next = set.NextOrd(); next != SortedSetDocValues.NO_MORE_ORDS; next = set.NextOrd())
            edge = next;
        return (int)edge;
    }

    public override void LookupOrd(int ord, BytesRef result) => set.LookupOrd(ord, result);
}
