using System.Text.RegularExpressions;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;
using Snowtrail.Indexer.Search.Query;
using LuceneQuery = Lucene.Net.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Queries of the embedded index.</summary>
internal sealed class LuceneQueryFactory : IQueryFactory<LuceneQuery>
{
    private const int FuzzyExpansionsMax = 50;

    public LuceneQuery All => new MatchAllDocsQuery();

    public LuceneQuery None => new BooleanQuery(true);

    public LuceneQuery AnyOf(IReadOnlyCollection<LuceneQuery> queries)
    {
        if (queries.Count == 1)
            return queries.First();
        var any = new BooleanQuery(true);
        foreach (var query in queries)
            any.Add(query, Occur.SHOULD);
        return any;
    }

    public LuceneQuery Group(IReadOnlyList<(LuceneQuery Query, Occurrence Occurrence)> clauses)
    {
        var group = new BooleanQuery(true);
        foreach (var (query, occurrence) in clauses)
        {
            group.Add(query, occurrence switch
            {
                Occurrence.Must => Occur.MUST,
                Occurrence.MustNot => Occur.MUST_NOT,
                _ => Occur.SHOULD,
            });
        }

        // Lucene finds nothing for a group that only excludes; Elasticsearch finds all the rest
        if (clauses.All(clause => clause.Occurrence == Occurrence.MustNot))
            group.Add(All, Occur.MUST);
        return group;
    }

    public LuceneQuery Exact(FieldTarget target, string text) => new TermQuery(new Term(target.Name, target.Prefix + text));

    public LuceneQuery Phrase(FieldTarget target, IReadOnlyList<string> words, int slop)
    {
        var phrase = new PhraseQuery { Slop = slop };
        foreach (var word in words)
            phrase.Add(new Term(target.Name, word));
        return phrase;
    }

    public LuceneQuery Wildcard(FieldTarget target, WildcardPattern pattern, int position)
    {
        Func<string, bool> predicate = pattern.IsPrefix ? static _ => true : pattern.IsMatch;
        return new TermPredicateQuery(target.Name, target.Prefix + pattern.Prefix, target.Prefix.Length, predicate);
    }

    public LuceneQuery Regex(FieldTarget target, string pattern, Regex compiled, int position) =>
        new TermPredicateQuery(target.Name, target.Prefix, target.Prefix.Length, compiled.IsMatch);

    public LuceneQuery Fuzzy(FieldTarget target, string text, int edits, int position) =>
        new FuzzyQuery(new Term(target.Name, target.Prefix + text), edits, target.Prefix.Length, FuzzyExpansionsMax, transpositions: true);

    public LuceneQuery Exists(FieldTarget target)
    {
        if (target.Key is not null)
            return new TermPredicateQuery(target.Name, target.Prefix, 0, static _ => true);
        return target.Field.Type is FieldType.Text or FieldType.Flattened
            ? new TermQuery(new Term(LuceneNames.FieldNames, target.Field.Name))
            : new ConstantScoreQuery(new FieldValueFilter(target.Name));
    }

    public LuceneQuery Longs(FieldTarget target, long? lower, long? upper) =>
        NumericRangeQuery.NewInt64Range(target.Name, LuceneFieldTypes.PrecisionStep, lower, upper, true, true);

    public LuceneQuery Doubles(FieldTarget target, double? lower, double? upper, bool includesLower, bool includesUpper) =>
        NumericRangeQuery.NewDoubleRange(target.Name, LuceneFieldTypes.PrecisionStep, lower, upper, includesLower, includesUpper);

    public LuceneQuery Dates(FieldTarget target, long? lower, long? upper, bool includesLower, bool includesUpper) =>
        NumericRangeQuery.NewInt64Range(target.Name, LuceneFieldTypes.PrecisionStep, lower, upper, includesLower, includesUpper);

    public LuceneQuery Addresses(FieldTarget target, RangeBounds bounds) =>
        TermRangeQuery.NewStringRange(target.Name, Key(bounds.Lower), Key(bounds.Upper), bounds.IncludesLower, bounds.IncludesUpper);

    public LuceneQuery Address(FieldTarget target, string address) => Exact(target, Key(address)!);

    public LuceneQuery Network(FieldTarget target, string network)
    {
        var (first, last) = IpKey.Network(network)!.Value;
        return TermRangeQuery.NewStringRange(target.Name, first, last, true, true);
    }

    public LuceneQuery Texts(FieldTarget target, RangeBounds bounds)
    {
        if (target.Key is null)
            return TermRangeQuery.NewStringRange(target.Name, bounds.Lower, bounds.Upper, bounds.IncludesLower, bounds.IncludesUpper);
        // Below a key an open side ends where the key's own terms do
        var lower = new BytesRef(target.Prefix + bounds.Lower);
        var upper = new BytesRef(bounds.Upper is null ? target.Key + (char)(LuceneNames.KeySeparator + 1) : target.Prefix + bounds.Upper);
        return new TermRangeQuery(
            target.Name, lower, upper, bounds.IncludesLower || bounds.Lower is null, bounds.IncludesUpper && bounds.Upper is not null);
    }

    private static string? Key(string? address) => address is null ? null : IpKey.Of(address);
}
