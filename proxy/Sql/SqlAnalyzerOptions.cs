namespace Snowtrail.Proxy.Sql;

/// <summary>Bounds of the analysis; past any of them a text is <see cref="StatementClass.Unknown"/>, never cut.</summary>
public sealed record SqlAnalyzerOptions
{
    /// <summary>The defaults.</summary>
    public static SqlAnalyzerOptions Default { get; } = new();

    /// <summary>Longest text that is read, in UTF-16 units. Default 1,048,576; range 1 to 16,777,216.</summary>
    public int TextLengthMax { get; init; } = 1 << 20;

    /// <summary>Deepest nesting of parentheses, queries and blocks. Default 200; range 1 to 400.</summary>
    public int DepthMax { get; init; } = 200;

    /// <summary>Most statements in one text. Default 10,000; range 1 to 100,000.</summary>
    public int StatementsMax { get; init; } = 10_000;

    /// <summary>Most columns and sources that lineage follows; past it lineage is null. Default 100,000; range 1 to 1,000,000.</summary>
    public int LineageMax { get; init; } = 100_000;
}
