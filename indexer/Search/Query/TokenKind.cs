namespace Snowtrail.Indexer.Search.Query;

/// <summary>The tokens of Lucene's classic grammar.</summary>
internal enum TokenKind
{
    End,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Open,
    Close,
    Colon,
    Boost,
    Fuzzy,
    Term,
    Wildcard,
    Phrase,
    Regex,
    Range,
}
