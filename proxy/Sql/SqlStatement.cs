namespace Snowtrail.Proxy.Sql;

/// <summary>One statement of a text: what it is and what it does. All lists are free of doubles and in order of appearance.</summary>
public sealed record SqlStatement
{
    /// <summary>What kind of statement it is.</summary>
    public required StatementClass Class { get; init; }

    /// <summary>Leading words in capitals, such as <c>SELECT</c>, <c>CREATE TABLE</c>, <c>COPY INTO LOCATION</c>; empty when there is none that is known.</summary>
    public required string Verb { get; init; }

    /// <summary>Tables and views that the text reads, resolved; CTE names and aliases left out.</summary>
    public IReadOnlyList<ObjectName> Reads { get; init; } = [];

    /// <summary>
    /// <see cref="Reads"/> and whatever the catalog knows to lie behind them: the tables whose data can come out, however often copied.
    /// </summary>
    public IReadOnlyList<ObjectName> BaseReads { get; init; } = [];

    /// <summary>Tables, views and other schema objects that the statement changes, creates, drops or grants on.</summary>
    public IReadOnlyList<ObjectName> Writes { get; init; } = [];

    /// <summary>Stage references as written, such as <c>@~/t/</c> and <c>@DB.S.STAGE/path</c>.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>Cloud and web addresses found in literals, and <c>file://</c> paths; without credentials.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Functions and procedures called, upper case, dotted as written.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>What else is true of it.</summary>
    public StatementFlags Flags { get; init; }

    /// <summary>Columns of the result with their lineage; null when it cannot be known, or when the statement has no result of stored data.</summary>
    public IReadOnlyList<OutputColumn>? OutputColumns { get; init; }

    /// <summary>Stored columns used to filter, join, group or sort: what a caller can learn about without selecting it.</summary>
    public IReadOnlyList<SourceColumn> PredicateColumns { get; init; } = [];

    /// <summary>Query identifiers written in RESULT_SCAN; empty with <see cref="StatementFlags.ResultScan"/> set means it was computed.</summary>
    public IReadOnlyList<string> ResultScans { get; init; } = [];

    /// <summary>The object that the statement makes, if it makes one.</summary>
    public ObjectName? CreatedObject { get; init; }

    /// <summary>What the catalog has to learn when the statement succeeds.</summary>
    public IReadOnlyList<CatalogChange> CatalogChanges { get; init; } = [];

    /// <summary>Statements found inside it: of a scripting block, a routine's SQL body, EXECUTE IMMEDIATE of a literal, a flow of pipes.</summary>
    public IReadOnlyList<SqlStatement> Inner { get; init; } = [];
}
