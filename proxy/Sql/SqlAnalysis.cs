namespace Snowtrail.Proxy.Sql;

/// <summary>What a text says and does. The lists are unions over <see cref="Statements"/>, which already hold what lies inside them.</summary>
public sealed record SqlAnalysis
{
    /// <summary>The statements in order; none for a text of blanks and comments.</summary>
    public required IReadOnlyList<SqlStatement> Statements { get; init; }

    /// <summary>Hash of the normalised text, 32 hexadecimal digits: the same under other literals, case, blanks and comments.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Literals as <c>?</c>, lists of them folded, names in capitals, comments dropped. Empty when the text does not lex.</summary>
    public required string NormalizedText { get; init; }

    /// <summary>The text with secrets starred and comments kept; see <see cref="SqlRedactor"/>.</summary>
    public required string RedactedText { get; init; }

    /// <summary>True when every statement was understood; false as soon as one is <see cref="StatementClass.Unknown"/>.</summary>
    public required bool FullyParsed { get; init; }

    /// <summary>The riskiest class among all statements, inner ones included; <see cref="StatementClass.Unknown"/> for an empty text.</summary>
    public required StatementClass Class { get; init; }

    /// <summary>Every class among all statements, inner ones included.</summary>
    public required IReadOnlySet<StatementClass> Classes { get; init; }

    /// <summary>Tables and views read.</summary>
    public required IReadOnlyList<ObjectName> Reads { get; init; }

    /// <summary>Tables and views read, with all that the catalog knows to lie behind them.</summary>
    public required IReadOnlyList<ObjectName> BaseReads { get; init; }

    /// <summary>Objects changed.</summary>
    public required IReadOnlyList<ObjectName> Writes { get; init; }

    /// <summary>Stages named.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>Addresses named.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Functions called.</summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>All flags together.</summary>
    public required StatementFlags Flags { get; init; }
}
