namespace Snowtrail.Proxy.Sql.Lexing;

internal enum TokenKind : byte
{
    End,
    Word,
    Quoted,
    Text,
    DollarText,
    Number,
    Variable,
    Stage,
    FileUri,
    Symbol,
    Error,
}
