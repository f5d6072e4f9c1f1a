using Lucene.Net.Search;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Query;
using LuceneQuery = Lucene.Net.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>
/// Makes Lucene queries of what was parsed, typed by the field catalog. A field that nobody knows has no hits, as in Elasticsearch; a value
/// that does not fit the type of a field that was named is a fault, and where several fields are searched it is simply not in that one.
/// </summary>
internal sealed class QueryCompiler(DateTimeOffset now)
{
    private static readonly IReadOnlyList<FieldTarget> Defaults = [.. FieldCatalog.Default.Select(field => new FieldTarget(field, null))];

    /// <exception cref="QuerySyntaxException">A value does not fit its field.</exception>
    public LuceneQuery Compile(QueryNode node) => node switch
    {
        AllNode => Queries.All,
        GroupNode group => Group(group),
        TermNode term => On(term.Field, target => FieldQueries.Term(target, term.Text, now, term.Position)),
        PhraseNode phrase => On(phrase.Field, target => FieldQueries.Phrase(target, phrase.Text, phrase.Slop, now, phrase.Position)),
        WildcardNode wildcard => On(wildcard.Field, target => FieldQueries.Wildcard(target, wildcard.Raw, wildcard.Position)),
        RegexNode regex => On(regex.Field, target => FieldQueries.Regex(target, regex.Pattern, regex.Position)),
        FuzzyNode fuzzy => On(fuzzy.Field, target => FieldQueries.Fuzzy(target, fuzzy.Text, fuzzy.Edits, fuzzy.Position)),
        RangeNode range => On(range.Field, target => RangeQueries.Between(target, range.Bounds, now, range.Position)),
        ExistsNode exists => On(exists.Field, FieldQueries.Exists),
        _ => throw new InvalidOperationException($"no query for {node.GetType()}"),
    };

    private LuceneQuery Group(GroupNode group)
    {
        if (group.Clauses is [{ Occurrence: not Occurrence.MustNot, Node: var only }])
            return Compile(only);
        var query = new BooleanQuery(true);
        foreach (var (node, occurrence) in group.Clauses)
        {
            query.Add(Compile(node), occurrence switch
            {
                Occurrence.Must => Occur.MUST,
                Occurrence.MustNot => Occur.MUST_NOT,
                _ => Occur.SHOULD,
            });
        }

        // Lucene finds nothing for a group that only excludes; Elasticsearch finds all the rest
        if (group.Clauses.All(clause => clause.Occurrence == Occurrence.MustNot))
            query.Add(Queries.All, Occur.MUST);
        return query;
    }

    private static LuceneQuery On(string? field, Func<FieldTarget, LuceneQuery> compile)
    {
        var name = field is null or "*" ? null : Escapes.Remove(field);
        var targets = name is null ? Defaults : FieldTarget.Resolve(name);
        if (targets.Count == 0)
            return Queries.None;
        if (targets.Count == 1 && name?.Contains('*') != true)
            return compile(targets[0]);
        return Queries.AnyOf([.. targets.Select(target => Leniently(target, compile))]);
    }

    private static LuceneQuery Leniently(FieldTarget target, Func<FieldTarget, LuceneQuery> compile)
    {
        try
        {
            return compile(target);
        }
        catch (QuerySyntaxException)
        {
            return Queries.None;
        }
    }
}
