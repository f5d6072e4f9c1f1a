using Snowtrail.Proxy.Sql.Lexing;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>
/// Scripting blocks. The control flow is not followed: every statement inside is read where one can begin, and what else stands there is stepped
/// over until the block's own END.
/// </content>
internal sealed partial class SqlParser
{
    private void Block()
    {
        Is(StatementClass.Call, Is("DECLARE") ? "DECLARE" : "BEGIN");
        Flag(StatementFlags.ScriptingBlock);
        _draft.Output = null;
        var inScript = _inScript;
        _inScript = true;
        if (Enter())
        {
            BlockBody();
            Leave();
        }

        _inScript = inScript;
    }

    private void BlockBody()
    {
        var open = 0;
        var declaring = Take("DECLARE");
        while (!Failed)
        {
            if (AtEnd)
            {
                Fail();
            }
            else if (Is("END") && !declaring)
            {
                if (CloseBlock(ref open))
                {
                    return;
                }
            }
            else if (Is("BEGIN") && OpensBlock())
            {
                declaring = false;
                open++;
                _at++;
            }
            else if (Is("CASE"))
            {
                open++;
                _at++;
            }
            else if (BeginsInner())
            {
                InnerStatement();
            }
            else
            {
                _at++;
            }
        }
    }

    /// <summary>BEGIN opens a block unless it begins a transaction.</summary>
    private bool OpensBlock() => !EndsStatement(_at + 1) && !Is("TRANSACTION", 1) && !Is("WORK", 1) && !(Is("NAME", 1) && EndsStatement(_at + 3));

    /// <summary>Steps over an END; true when it was the outermost block's.</summary>
    private bool CloseBlock(ref int open)
    {
        _at++;
        if (Take("IF") || Take("FOR") || Take("LOOP") || Take("WHILE") || Take("REPEAT"))
        {
            return false;
        }

        Take("CASE");
        open--;
        return open <= 0;
    }

    /// <summary>True where a statement can begin: after a separator or an opening word, or as a query in parentheses.</summary>
    private bool BeginsInner()
    {
        if (Current.Kind != TokenKind.Word)
        {
            return false;
        }

        if (_tokens.IsSymbol(_at - 1, "("))
        {
            return Is("SELECT") || Is("WITH");
        }

        var atStart = _tokens.IsSymbol(_at - 1, ";") || _tokens.IsSymbol(_at - 1, ":=")
            || (_tokens[_at - 1].Kind == TokenKind.Word && OpeningWords.Contains(_tokens.Name(_tokens[_at - 1])));
        return atStart && StatementWords.Contains(_tokens.Name(Current)) && !_tokens.IsSymbol(_at + 1, ":=");
    }

    private static readonly HashSet<string> OpeningWords = ["BEGIN", "THEN", "ELSE", "LOOP", "DO", "REPEAT", "FOR"];

    private static readonly HashSet<string> StatementWords =
    [
        "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY", "PUT", "GET", "REMOVE", "RM", "LIST", "LS", "CREATE", "ALTER", "DROP",
        "UNDROP", "COMMENT", "GRANT", "REVOKE", "USE", "SET", "UNSET", "SHOW", "DESCRIBE", "DESC", "CALL", "EXECUTE", "BEGIN", "COMMIT", "ROLLBACK",
    ];
}
