namespace Snowtrail.Proxy.Sql.Lexing;

/// <summary>A slice of the text. <see cref="Code"/> holds a symbol's characters, the first in the lowest byte.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, int Code = 0)
{
    public int End => Start + Length;

    public static int CodeOf(string symbol) =>
        symbol.Length switch
        {
            1 => symbol[0],
            2 => symbol[0] | (symbol[1] << 8),
            _ => symbol[0] | (symbol[1] << 8) | (symbol[2] << 16),
        };
}
