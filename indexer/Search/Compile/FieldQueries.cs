using Lucene.Net.Index;
using Lucene.Net.Search;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;
using Snowtrail.Indexer.Search.Query;
using LuceneQuery = Lucene.Net.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Queries on one field, by its type.</summary>
internal static class FieldQueries
{
    private const int FuzzyExpansionsMax = 50;

    public static LuceneQuery Term(FieldTarget target, string text, DateTimeOffset now, int position) => target.Field.Type switch
    {
        FieldType.Text => Words(target.Name, text, position),
        FieldType.Keyword or FieldType.Flattened => Queries.Exact(target.Name, target.Prefix + text),
        FieldType.Boolean => Boolean(target, text, position),
        FieldType.Ip => Address(target, text, position),
        _ => RangeQueries.Between(target, new(text, text, true, true), now, position),
    };

    public static LuceneQuery Phrase(FieldTarget target, string text, int slop, DateTimeOffset now, int position)
    {
        if (target.Field.Type != FieldType.Text)
            return Term(target, text, now, position);
        var words = TextWords.Of(text);
        if (words.Count < 2)
            return words is [var only] ? Queries.Exact(target.Name, only) : Queries.None;
        var phrase = new PhraseQuery { Slop = slop };
        foreach (var word in words)
            phrase.Add(new Term(target.Name, word));
        return phrase;
    }

    public static LuceneQuery Wildcard(FieldTarget target, string raw, int position)
    {
        MustHoldText(target, "a wildcard", position);
        var pattern = WildcardPattern.Of(raw, lower: target.Field.Type == FieldType.Text);
        Func<string, bool> predicate = pattern.IsPrefix ? static _ => true : pattern.IsMatch;
        return new TermPredicateQuery(target.Name, target.Prefix + pattern.Prefix, target.Prefix.Length, predicate);
    }

    public static LuceneQuery Regex(FieldTarget target, string pattern, int position)
    {
        MustHoldText(target, "a regular expression", position);
        return new TermPredicateQuery(target.Name, target.Prefix, target.Prefix.Length, RegexPattern.Compile(pattern, position).IsMatch);
    }

    public static LuceneQuery Fuzzy(FieldTarget target, string text, int? edits, int position)
    {
        MustHoldText(target, "a fuzzy word", position);
        if (target.Field.Type == FieldType.Text)
            text = text.ToLowerInvariant();
        var distance = edits ?? text.Length switch { < 3 => 0, < 6 => 1, _ => 2 };
        return distance == 0
            ? Queries.Exact(target.Name, target.Prefix + text)
            : new FuzzyQuery(new Term(target.Name, target.Prefix + text), distance, target.Prefix.Length, FuzzyExpansionsMax, transpositions: true);
    }

    public static LuceneQuery Exists(FieldTarget target)
    {
        if (target.Key is not null)
            return new TermPredicateQuery(target.Name, target.Prefix, 0, static _ => true);
        return target.Field.Type is FieldType.Text or FieldType.Flattened
            ? Queries.Exact(LuceneNames.FieldNames, target.Field.Name)
            : new ConstantScoreQuery(new FieldValueFilter(target.Name));
    }

    private static LuceneQuery Words(string field, string text, int position)
    {
        var words = TextWords.Of(text).Distinct().ToList();
        if (words.Count > SearchLimits.ClausesMax)
            throw new QuerySyntaxException($"'{text[..20]}…' has more than {SearchLimits.ClausesMax} words", position);
        return words.Count == 0 ? Queries.None : Queries.AnyOf([.. words.Select(word => Queries.Exact(field, word))]);
    }

    private static LuceneQuery Boolean(FieldTarget target, string text, int position) => text is "true" or "false"
        ? Queries.Exact(target.Name, text)
        : throw new QuerySyntaxException($"{target.Field.Name} is true or false, not '{text}'", position);

    private static LuceneQuery Address(FieldTarget target, string text, int position)
    {
        if (IpKey.Of(text) is { } key)
            return Queries.Exact(target.Name, key);
        if (IpKey.Network(text) is { } network)
            return TermRangeQuery.NewStringRange(target.Name, network.First, network.Last, true, true);
        throw new QuerySyntaxException($"'{text}' is neither an address nor a network such as \"10.0.0.0/8\"", position);
    }

    private static void MustHoldText(FieldTarget target, string what, int position)
    {
        if (target.Field.Type is not (FieldType.Keyword or FieldType.Text or FieldType.Flattened))
            throw new QuerySyntaxException($"{what} needs a keyword or text field, and {target.Field.Name} is {target.Field.Type}", position);
    }
}
