namespace Snowtrail.Sandbox.Execution;

/// <summary>One bound value; <see cref="Values"/> holds several for a batch.</summary>
internal sealed record Binding(string Type, IReadOnlyList<string?> Values, bool IsBatch);

/// <summary>A statement as a driver posts it.</summary>
internal sealed record QueryRequest(string Sql)
{
    public bool DescribeOnly { get; init; }

    public bool Async { get; init; }

    public IReadOnlyDictionary<string, Binding> Bindings { get; init; } = new Dictionary<string, Binding>();

    /// <summary>Session parameters for this statement alone.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public string? RequestId { get; init; }

    public string BodyHash { get; init; } = "";

    /// <summary>JSON whatever the session's format is: the SQL API reads nothing else.</summary>
    public bool ForceJson { get; init; }
}
