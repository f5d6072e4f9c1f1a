using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>Clauses of which only matters what they call: time travel, sampling, patterns of rows.</content>
internal sealed partial class SqlParser
{
    /// <summary>Steps over a clause in parentheses, but not over what it calls; a query in it is more than is understood.</summary>
    private void SkipClause()
    {
        var at = _at + 1;
        SkipParentheses();
        for (var end = _at - 1; !Failed && at < end; at++)
        {
            if (_tokens.IsWord(at, "SELECT") || _tokens.IsWord(at, "WITH"))
            {
                Fail();
            }
            else if (_tokens.IsWord(at, "PATTERN") && _tokens.IsSymbol(at + 1, "("))
            {
                at = _closing[at + 1];
            }
            else if (IsCallAt(at))
            {
                NoteCall(at);
            }
        }
    }

    private bool IsCallAt(int index)
    {
        var token = _tokens[index];
        return _tokens.IsSymbol(index + 1, "(")
            && (token.Kind == TokenKind.Quoted || (token.Kind == TokenKind.Word && !Words.Reserved.Contains(_tokens.Name(token))))
            && !_tokens.IsSymbol(index - 1, "::") && !_tokens.IsWord(index - 1, "AS");
    }

    private void NoteCall(int index)
    {
        var parts = new List<string> { _tokens.Name(_tokens[index]) };
        for (; _tokens.IsSymbol(index - 1, ".") && _tokens[index - 2].Kind is TokenKind.Word or TokenKind.Quoted; index -= 2)
        {
            parts.Insert(0, _tokens.Name(_tokens[index - 2]));
        }

        var call = new Expression();
        NoteFunction(call, [.. parts]);
        _binder.Note(call);
    }

    /// <summary><c>WINDOW name AS (…), …</c>: what it partitions and orders by can be told from the result.</summary>
    private void NamedWindows(SelectNode select)
    {
        Expect("WINDOW");
        do
        {
            ColumnName();
            Expect("AS");
            var window = new Expression();
            Window(window);
            select.Predicates.Add(window);
        }
        while (!Failed && TakeSymbol(","));
    }
}
