using Snowtrail.Sandbox.Results;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Execution;

/// <summary>How a statement ended.</summary>
internal abstract record QueryOutcome;

/// <summary>It failed as Snowflake would say it.</summary>
internal sealed record Failed(string Code, string SqlState, string Message) : QueryOutcome
{
    public static Failed Of(SqlFailure failure) => new(failure.Code, failure.SqlState, failure.Message);
}

/// <summary>It has a result, and left the session with these names in use.</summary>
internal sealed record Succeeded(StoredResult Result, StatementKind Kind) : QueryOutcome
{
    public string? Database { get; init; }

    public string? Schema { get; init; }

    public string? Warehouse { get; init; }

    public string? Role { get; init; }

    public int BindCount { get; init; }

    public bool Describes { get; init; }

    public DmlCounts? Counts { get; init; }

    /// <summary>The result belongs to another statement, which also deletes it.</summary>
    public bool Borrows { get; init; }

    /// <summary>Children of a multi-statement, with their kinds.</summary>
    public IReadOnlyList<(string Id, StatementKind Kind)> Children { get; init; } = [];
}

/// <summary>Rows that DML touched.</summary>
internal sealed record DmlCounts(long Inserted, long Updated, long Deleted);
