using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>
/// Makes queries of what was parsed, typed by the field catalog. A field that nobody knows has no hits, as in Elasticsearch; a value that does
/// not fit the type of a field that was named is a fault, and where several fields are searched it is simply not in that one.
/// </summary>
internal sealed class QueryCompiler<TQuery>(IQueryFactory<TQuery> factory, DateTimeOffset now)
{
    private static readonly IReadOnlyList<FieldTarget> Defaults = [.. FieldCatalog.Default.Select(field => new FieldTarget(field, null))];
    private readonly FieldQueries<TQuery> _fields = new(factory, now);

    /// <exception cref="QuerySyntaxException">A value does not fit its field.</exception>
    public TQuery Compile(QueryNode node) => node switch
    {
        AllNode => factory.All,
        GroupNode group => Group(group),
        TermNode term => On(term.Field, target => _fields.Term(target, term.Text, term.Position)),
        PhraseNode phrase => On(phrase.Field, target => _fields.Phrase(target, phrase.Text, phrase.Slop, phrase.Position)),
        WildcardNode wildcard => On(wildcard.Field, target => _fields.Wildcard(target, wildcard.Raw, wildcard.Position)),
        RegexNode regex => On(regex.Field, target => _fields.Regex(target, regex.Pattern, regex.Position)),
        FuzzyNode fuzzy => On(fuzzy.Field, target => _fields.Fuzzy(target, fuzzy.Text, fuzzy.Edits, fuzzy.Position)),
        RangeNode range => On(range.Field, target => _fields.Ranges.Between(target, range.Bounds, range.Position)),
        ExistsNode exists => On(exists.Field, factory.Exists),
        _ => throw new InvalidOperationException($"no query for {node.GetType()}"),
    };

    private TQuery Group(GroupNode group) => group.Clauses is [{ Occurrence: not Occurrence.MustNot, Node: var only }]
        ? Compile(only)
        : factory.Group([.. group.Clauses.Select(clause => (Compile(clause.Node), clause.Occurrence))]);

    private TQuery On(string? field, Func<FieldTarget, TQuery> compile)
    {
        var name = field is null or "*" ? null : Escapes.Remove(field);
        var targets = name is null ? Defaults : FieldTarget.Resolve(name);
        if (targets.Count == 0)
            return factory.None;
        if (targets.Count == 1 && name?.Contains('*') != true)
            return compile(targets[0]);
        return factory.AnyOf([.. targets.Select(target => Leniently(target, compile))]);
    }

    private TQuery Leniently(FieldTarget target, Func<FieldTarget, TQuery> compile)
    {
        try
        {
            return compile(target);
        }
        catch (QuerySyntaxException)
        {
            return factory.None;
        }
    }
}
