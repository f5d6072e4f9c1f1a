using Snowtrail.Schemas;

namespace Snowtrail.Proxy.Results;

/// <summary>Members of an answer that others need to know. A member that the answer did not hold is null or empty.</summary>
public sealed record AnswerFacts
{
    /// <summary>The answer's <c>success</c>.</summary>
    public bool? Success { get; init; }

    /// <summary>The answer's <c>code</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The answer's <c>message</c>, masked.</summary>
    public string? Message { get; init; }

    /// <summary>SQL state of an error.</summary>
    public string? SqlState { get; init; }

    /// <summary>The warehouse's identifier of the statement.</summary>
    public string? QueryId { get; init; }

    /// <summary>What the warehouse took the statement for (<c>statementTypeId</c>).</summary>
    public long? StatementTypeId { get; init; }

    /// <summary>Rows of the whole result.</summary>
    public long? Total { get; init; }

    /// <summary>Path to ask for the result of a statement that still runs.</summary>
    public string? GetResultUrl { get; init; }

    /// <summary>Database after the statement.</summary>
    public string? FinalDatabaseName { get; init; }

    /// <summary>Schema after the statement.</summary>
    public string? FinalSchemaName { get; init; }

    /// <summary>Warehouse after the statement.</summary>
    public string? FinalWarehouseName { get; init; }

    /// <summary>Role after the statement.</summary>
    public string? FinalRoleName { get; init; }

    /// <summary>Identifiers of the statements of a multi-statement answer, in order.</summary>
    public IReadOnlyList<string> ResultIds { get; init; } = [];

    /// <summary>Type ids of those statements, in order.</summary>
    public IReadOnlyList<string> ResultTypes { get; init; } = [];

    /// <summary>Columns of the result.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; init; } = [];

    /// <summary>Format of the rows.</summary>
    public ResultFormat Format { get; init; }

    /// <summary>Number of external chunks.</summary>
    public int Chunks { get; init; }

    /// <summary>True for the answer that a statement is still running.</summary>
    public bool InProgress => Code is "333333" or "333334";
}
