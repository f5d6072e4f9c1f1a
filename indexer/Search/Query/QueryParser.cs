using System.Globalization;

namespace Snowtrail.Indexer.Search.Query;

/// <summary>
/// Reads Elasticsearch's <c>query_string</c> syntax with <c>OR</c> as the default operator. As in Lucene's classic parser AND and OR have no
/// precedence: AND makes the parts on both of its sides required, so that <c>a AND b OR c</c> is <c>+a +b c</c>.
/// </summary>
internal sealed class QueryParser
{
    private readonly List<QueryToken> _tokens;
    private int _at;
    private int _depth;
    private int _leaves;

    private QueryParser(string query) => _tokens = new QueryLexer(query).Read();

    private QueryToken Current => _tokens[_at];

    /// <exception cref="QuerySyntaxException">The query is malformed or over a limit.</exception>
    public static QueryNode Parse(string? query)
    {
        if (string.IsNullOrWhiteSpace(query))
            return new AllNode(0);
        if (query.Length > SearchLimits.QueryLengthMax)
            throw new QuerySyntaxException($"the query is longer than {SearchLimits.QueryLengthMax} characters", SearchLimits.QueryLengthMax);
        var parser = new QueryParser(query);
        var node = parser.ReadGroup(field: null);
        if (parser.Current.Kind != TokenKind.End)
            throw Unexpected(parser.Current);
        return node;
    }

    private static QuerySyntaxException Unexpected(QueryToken token) => token.Kind == TokenKind.End
        ? new("the query ends where a word was expected", token.Position)
        : new($"did not expect '{token.Raw}' here; quote it or escape it with a backslash", token.Position);

    private GroupNode ReadGroup(string? field)
    {
        var clauses = new List<QueryClause>();
        var from = Current.Position;
        do
        {
            var joint = clauses.Count == 0 ? TokenKind.Or : TakeJoint();
            var modifier = TakeModifier();
            var node = ReadClause(field);
            if (joint == TokenKind.And && clauses[^1].Occurrence == Occurrence.Should)
                clauses[^1] = clauses[^1] with { Occurrence = Occurrence.Must };
            clauses.Add(new(node, modifier ?? (joint == TokenKind.And ? Occurrence.Must : Occurrence.Should)));
        }
        while (Current.Kind is not (TokenKind.End or TokenKind.Close));
        return new(clauses, from);
    }

    private TokenKind TakeJoint()
    {
        var joint = Current.Kind;
        if (joint is not (TokenKind.And or TokenKind.Or))
            return TokenKind.Or;
        _at++;
        return joint;
    }

    private Occurrence? TakeModifier()
    {
        Occurrence? modifier = Current.Kind switch
        {
            TokenKind.Plus => Occurrence.Must,
            TokenKind.Minus or TokenKind.Not => Occurrence.MustNot,
            _ => null,
        };
        if (modifier is not null)
            _at++;
        return modifier;
    }

    private QueryNode ReadClause(string? field)
    {
        if (Current.Kind is TokenKind.Term or TokenKind.Wildcard && _tokens[_at + 1].Kind == TokenKind.Colon)
        {
            field = FieldName(Current);
            _at += 2;
        }

        if (Current.Kind != TokenKind.Open)
            return ReadLeaf(field);
        if (++_depth > SearchLimits.DepthMax)
            throw new QuerySyntaxException($"parentheses are nested more than {SearchLimits.DepthMax} deep", Current.Position);
        var open = Current;
        _at++;
        var group = ReadGroup(field);
        if (Current.Kind != TokenKind.Close)
            throw new QuerySyntaxException("expected the closing parenthesis", open.Position);
        _at++;
        _depth--;
        SkipBoost();
        return group;
    }

    private static string FieldName(QueryToken token)
    {
        if (token.Kind == TokenKind.Term || token.Raw == "*")
            return token.Raw;
        throw new QuerySyntaxException("escape * in a field name as \\*", token.Position);
    }

    private QueryNode ReadLeaf(string? field)
    {
        if (++_leaves > SearchLimits.ClausesMax)
            throw new QuerySyntaxException($"the query has more than {SearchLimits.ClausesMax} clauses", Current.Position);
        var token = Current;
        _at++;
        var node = token.Kind switch
        {
            TokenKind.Term => ReadTerm(field, token),
            TokenKind.Wildcard => Wildcard(field, token),
            TokenKind.Phrase => ReadPhrase(field, token),
            TokenKind.Regex => Regex(field, token),
            TokenKind.Range => new RangeNode(field, token.Range!, token.Position),
            _ => throw Unexpected(token),
        };
        SkipBoost();
        return node;
    }

    private QueryNode ReadTerm(string? field, QueryToken token)
    {
        if (Current.Kind == TokenKind.Fuzzy)
            return new FuzzyNode(field, Escapes.Remove(token.Raw), TakeEdits(), token.Position);
        return field is null ? new TermNode(null, Escapes.Remove(token.Raw), token.Position) : FieldTerm(field, token);
    }

    /// <summary>A word after a field: <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c> and <c>&lt;=</c> before it make it a range with one side.</summary>
    private static QueryNode FieldTerm(string field, QueryToken token)
    {
        var text = Escapes.Remove(token.Raw);
        if (field == "_exists_")
            return new ExistsNode(text, token.Position);
        RangeBounds? bounds = text switch
        {
            ['>', '=', _, ..] => new(text[2..], null, true, true),
            ['<', '=', _, ..] => new(null, text[2..], true, true),
            ['>', not '=', ..] => new(text[1..], null, false, true),
            ['<', not '=', ..] => new(null, text[1..], true, false),
            _ => null,
        };
        return bounds is null ? new TermNode(field, text, token.Position) : new RangeNode(field, bounds, token.Position);
    }

    private static QueryNode Wildcard(string? field, QueryToken token) => (field, token.Raw) switch
    {
        (null or "*", "*") => new AllNode(token.Position),
        (not null, "*") => new ExistsNode(field, token.Position),
        _ => new WildcardNode(field, token.Raw, token.Position),
    };

    private QueryNode ReadPhrase(string? field, QueryToken token)
    {
        var text = Escapes.Remove(token.Raw);
        if (field == "_exists_")
            return new ExistsNode(text, token.Position);
        var slop = 0;
        if (Current.Kind == TokenKind.Fuzzy)
        {
            slop = (int)Math.Min(100, Current.Raw.Length == 0 ? 0 : Decimal(Current));
            _at++;
        }

        return new PhraseNode(field, text, slop, token.Position);
    }

    private static RegexNode Regex(string? field, QueryToken token) => token.Raw.Length <= SearchLimits.RegexLengthMax
        ? new(field, token.Raw.Replace("\\/", "/", StringComparison.Ordinal), token.Position)
        : throw new QuerySyntaxException($"a regular expression has at most {SearchLimits.RegexLengthMax} characters", token.Position);

    private int? TakeEdits()
    {
        var token = Current;
        _at++;
        if (token.Raw.Length == 0)
            return null;
        var edits = Decimal(token);
        if (edits is 0 or 1 or 2)
            return (int)edits;
        throw new QuerySyntaxException("a fuzzy word takes 0, 1 or 2 edits", token.Position);
    }

    private void SkipBoost()
    {
        // Hits are ordered by a field, never by score: a boost is accepted and changes nothing
        while (Current.Kind is TokenKind.Boost)
        {
            _ = Decimal(Current);
            _at++;
        }
    }

    private static decimal Decimal(QueryToken token) =>
        decimal.TryParse(token.Raw, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new QuerySyntaxException($"'{token.Raw}' is not a number", token.Position);
}
