namespace Snowtrail.Sandbox.Sql;

/// <summary>What a token is. Comments and white space are not tokens.</summary>
internal enum TokenKind
{
    Word,
    Quoted,
    Text,
    Number,
    Symbol,
    Bind,
    Variable,
}

/// <summary>A token of Snowflake SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Words upper-cased; quoted names and strings without quotes and escapes; binds and variables without their mark.</param>
/// <param name="Start">First character in the statement text.</param>
/// <param name="End">One past its last character.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int Start, int End)
{
    public bool IsName => Kind is TokenKind.Word or TokenKind.Quoted;

    public bool IsWord(string word) => Kind == TokenKind.Word && Value == word;

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Value == symbol;
}
