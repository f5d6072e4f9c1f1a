namespace Snowtrail.Proxy.Sql;

/// <summary>One column of a result, or, when <see cref="IsStar"/>, a run of columns whose number depends on the tables.</summary>
/// <param name="Name">Alias or column name as Snowflake stores it; null for an expression without alias and for a star.</param>
/// <param name="Sources">Where the value comes from; for a star: what every column of the run may hold.</param>
public sealed record OutputColumn(string? Name, IReadOnlyList<SourceColumn> Sources)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<SourceColumn>> None =
        new Dictionary<string, IReadOnlyList<SourceColumn>>(SqlNames.Comparer);

    /// <summary>True when this stands for none, one or many columns.</summary>
    public bool IsStar { get; init; }

    /// <summary>For a star: objects whose columns appear under their own names.</summary>
    public IReadOnlyList<ObjectName> StarOf { get; init; } = [];

    /// <summary>For a star: columns whose sources are known by output name, such as those of <c>* rename</c> and <c>* replace</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SourceColumn>> ByName { get; init; } = None;
}
