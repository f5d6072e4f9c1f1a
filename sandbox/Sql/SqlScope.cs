namespace Snowtrail.Sandbox.Sql;

/// <summary>What a statement's meaning depends on beside its text.</summary>
internal sealed record SqlScope
{
    public string? Database { get; init; }

    public string? Schema { get; init; }

    public string? Warehouse { get; init; }

    public string? Role { get; init; }

    public required string User { get; init; }

    public required long SessionId { get; init; }

    /// <summary>Ids of the session's earlier statements, newest last.</summary>
    public IReadOnlyList<string> QueryIds { get; init; } = [];

    /// <summary>Session variables as SQL literals.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Bound values as SQL literals, by position or name. A value that is missing is a null: that is how a describe sees it.</summary>
    public IReadOnlyDictionary<string, string> Binds { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the session's temporary tables and views.</summary>
    public IReadOnlySet<string> Temporary { get; init; } = new HashSet<string>();
}
