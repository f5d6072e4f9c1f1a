namespace Snowtrail.Indexer.Search.Query;

/// <summary>Cuts a query into the tokens of Lucene's classic grammar.</summary>
internal sealed class QueryLexer(string query)
{
    private const string TermEnds = " \t\n\r\u3000+-!():^[]\"{}~*?\\/";
    private int _at;

    public List<QueryToken> Read()
    {
        var tokens = new List<QueryToken>();
        do
        {
            while (_at < query.Length && IsSpace(query[_at]))
                _at++;
            tokens.Add(_at < query.Length ? Next() : new(TokenKind.End, "", _at));
        }
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private static bool IsSpace(char letter) => letter is ' ' or '\t' or '\n' or '\r' or '\u3000';

    private QueryToken Next()
    {
        var from = _at;
        switch (query[_at])
        {
            case '(':
                return Single(TokenKind.Open);
            case ')':
                return Single(TokenKind.Close);
            case ':':
                return Single(TokenKind.Colon);
            case '+' or '-' or '!' when _at + 1 < query.Length && IsSpace(query[_at + 1]):
                // An operator with nothing behind it is a word of its own in Lucene's grammar
                return Single(TokenKind.Term);
            case '+':
                return Single(TokenKind.Plus);
            case '-':
                return Single(TokenKind.Minus);
            case '!':
                return Single(TokenKind.Not);
            case '^':
                _at++;
                return new(TokenKind.Boost, Number("a number after ^", required: true), from);
            case '~':
                _at++;
                return new(TokenKind.Fuzzy, Number("a number after ~", required: false), from);
            case '"':
                return new(TokenKind.Phrase, Delimited('"', "the closing quote"), from);
            case '/':
                return new(TokenKind.Regex, Delimited('/', "the closing /, or \\/ for a literal one"), from);
            case '[' or '{':
                return Range();
            case ']' or '}':
                throw new QuerySyntaxException($"'{query[_at]}' closes no range", _at);
            default:
                return Word();
        }
    }

    private QueryToken Single(TokenKind kind) => new(kind, query[_at].ToString(), _at++);

    private string Number(string expected, bool required)
    {
        var from = _at;
        while (_at < query.Length && (char.IsAsciiDigit(query[_at]) || (query[_at] == '.' && _at > from)))
            _at++;
        if (required && _at == from)
            throw new QuerySyntaxException($"expected {expected}", _at);
        return query[from.._at];
    }

    private string Delimited(char end, string expected)
    {
        var from = ++_at;
        while (_at < query.Length && query[_at] != end)
            _at += query[_at] == '\\' ? 2 : 1;
        if (_at >= query.Length)
            throw new QuerySyntaxException($"expected {expected}", from - 1);
        return query[from.._at++];
    }

    private QueryToken Range()
    {
        var from = _at;
        var includesLower = query[_at++] == '[';
        var lower = Bound(from);
        if (Bound(from) != "TO")
            throw new QuerySyntaxException("expected TO between the bounds of a range", from);
        var upper = Bound(from);
        SkipSpace();
        if (_at >= query.Length || query[_at] is not (']' or '}'))
            throw new QuerySyntaxException("expected ] or } after the bounds of a range", Math.Min(_at, query.Length));
        var includesUpper = query[_at++] == ']';
        return new(TokenKind.Range, query[from.._at], from, new(Open(lower), Open(upper), includesLower, includesUpper));
    }

    private static string? Open(string bound) => bound == "*" ? null : Escapes.Remove(bound);

    private string Bound(int range)
    {
        SkipSpace();
        var from = _at;
        if (_at < query.Length && query[_at] == '"')
            return Delimited('"', "the closing quote");
        while (_at < query.Length && !IsSpace(query[_at]) && query[_at] is not (']' or '}'))
            _at++;
        if (_at == from)
            throw new QuerySyntaxException("a range is [LOWER TO UPPER]", range);
        return query[from.._at];
    }

    private void SkipSpace()
    {
        while (_at < query.Length && IsSpace(query[_at]))
            _at++;
    }

    private QueryToken Word()
    {
        var from = _at;
        var wild = false;
        while (_at < query.Length && (!TermEnds.Contains(query[_at]) || query[_at] is '\\' or '*' or '?' || (query[_at] is '+' or '-' && _at > from)))
        {
            wild |= query[_at] is '*' or '?';
            _at += query[_at] == '\\' ? 2 : 1;
        }

        if (_at > query.Length)
            throw new QuerySyntaxException("a backslash ends the query with nothing to escape", query.Length - 1);
        var raw = query[from.._at];
        return new(wild ? TokenKind.Wildcard : Operator(raw), raw, from);
    }

    private static TokenKind Operator(string raw) => raw switch
    {
        "AND" or "&&" => TokenKind.And,
        "OR" or "||" => TokenKind.Or,
        "NOT" => TokenKind.Not,
        _ => TokenKind.Term,
    };
}
