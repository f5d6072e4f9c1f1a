using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>Counts the values of a field among the hits.</summary>
internal static class Facets
{
    public static IReadOnlyList<FacetValue> Count(IReadOnlyList<LeafMatches> matches, FieldDefinition field, int size)
    {
        var totals = new Dictionary<string, long>();
        foreach (var leaf in matches)
        {
            if (field.IsMany)
                CountMany(leaf, field, totals);
            else
                CountOne(leaf, field, totals);
        }

        return
        [
            .. totals.OrderByDescending(total => total.Value).ThenBy(total => total.Key, StringComparer.Ordinal).Take(size)
                .Select(total => new FacetValue(field.Type == FieldType.Ip ? IpKey.Text(total.Key) : total.Key, total.Value)),
        ];
    }

    private static void CountOne(LeafMatches leaf, FieldDefinition field, Dictionary<string, long> totals)
    {
        SortedDocValues values = FieldCache.DEFAULT.GetTermsIndex(leaf.Reader, field.Name);
        var counts = new int[values.ValueCount];
        leaf.Each(document =>
        {
            if (values.GetOrd(document) is >= 0 and var ordinal)
                counts[ordinal]++;
        });
        Add(counts, (ordinal, term) => values.LookupOrd(ordinal, term), totals);
    }

    private static void CountMany(LeafMatches leaf, FieldDefinition field, Dictionary<string, long> totals)
    {
        SortedSetDocValues values = FieldCache.DEFAULT.GetDocTermOrds(leaf.Reader, field.Name);
        var counts = new int[values.ValueCount];
        leaf.Each(document =>
        {
            values.SetDocument(document);
            for (var ordinal = values.NextOrd(); ordinal != SortedSetDocValues.NO_MORE_ORDS; ordinal = values.NextOrd())
                counts[ordinal]++;
        });
        Add(counts, (ordinal, term) => values.LookupOrd(ordinal, term), totals);
    }

    private static void Add(int[] counts, Action<int, BytesRef> lookup, Dictionary<string, long> totals)
    {
        var term = new BytesRef();
        for (var ordinal = 0; ordinal < counts.Length; ordinal++)
        {
            if (counts[ordinal] == 0)
                continue;
            lookup(ordinal, term);
            var value = term.Utf8ToString();
            totals[value] = totals.GetValueOrDefault(value) + counts[ordinal];
        }
    }
}
