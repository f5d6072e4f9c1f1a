using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Queries on one field, by its type.</summary>
internal sealed class FieldQueries<TQuery>(IQueryFactory<TQuery> factory, DateTimeOffset now)
{
    public RangeQueries<TQuery> Ranges { get; } = new(factory, now);

    public TQuery Term(FieldTarget target, string text, int position) => target.Field.Type switch
    {
        FieldType.Text => Words(target, text, position),
        FieldType.Keyword or FieldType.Flattened => factory.Exact(target, text),
        FieldType.Boolean => Boolean(target, text, position),
        FieldType.Ip => Address(target, text, position),
        _ => Ranges.Between(target, new(text, text, true, true), position),
    };

    public TQuery Phrase(FieldTarget target, string text, int slop, int position)
    {
        if (target.Field.Type != FieldType.Text)
            return Term(target, text, position);
        var words = TextWords.Of(text);
        if (words.Count < 2)
            return words is [var only] ? factory.Exact(target, only) : factory.None;
        return factory.Phrase(target, words, slop);
    }

    public TQuery Wildcard(FieldTarget target, string raw, int position)
    {
        MustHoldText(target, "a wildcard", position);
        return factory.Wildcard(target, WildcardPattern.Of(raw, lower: target.Field.Type == FieldType.Text), position);
    }

    public TQuery Regex(FieldTarget target, string pattern, int position)
    {
        MustHoldText(target, "a regular expression", position);
        return factory.Regex(target, pattern, RegexPattern.Compile(pattern, position), position);
    }

    public TQuery Fuzzy(FieldTarget target, string text, int? edits, int position)
    {
        MustHoldText(target, "a fuzzy word", position);
        if (target.Field.Type == FieldType.Text)
            text = text.ToLowerInvariant();
        var distance = edits ?? text.Length switch { < 3 => 0, < 6 => 1, _ => 2 };
        return distance == 0 ? factory.Exact(target, text) : factory.Fuzzy(target, text, distance, position);
    }

    private TQuery Words(FieldTarget target, string text, int position)
    {
        var words = TextWords.Of(text).Distinct().ToList();
        if (words.Count > SearchLimits.ClausesMax)
            throw new QuerySyntaxException($"'{text[..20]}…' has more than {SearchLimits.ClausesMax} words", position);
        return words.Count == 0 ? factory.None : factory.AnyOf([.. words.Select(word => factory.Exact(target, word))]);
    }

    private TQuery Boolean(FieldTarget target, string text, int position) => text is "true" or "false"
        ? factory.Exact(target, text)
        : throw new QuerySyntaxException($"{target.Field.Name} is true or false, not '{text}'", position);

    private TQuery Address(FieldTarget target, string text, int position)
    {
        if (IpKey.Of(text) is not null)
            return factory.Address(target, text);
        if (IpKey.Network(text) is not null)
            return factory.Network(target, text);
        throw new QuerySyntaxException($"'{text}' is neither an address nor a network such as \"10.0.0.0/8\"", position);
    }

    private static void MustHoldText(FieldTarget target, string what, int position)
    {
        if (target.Field.Type is not (FieldType.Keyword or FieldType.Text or FieldType.Flattened))
            throw new QuerySyntaxException($"{what} needs a keyword or text field, and {target.Field.Name} is {target.Field.Type}", position);
    }
}
