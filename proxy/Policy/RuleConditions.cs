using Snowtrail.Proxy.Sql;
using Snowtrail.Schemas;
using StatementClass = Snowtrail.Proxy.Sql.StatementClass;

namespace Snowtrail.Proxy.Policy;

/// <summary>Conditions of a rule: all lines that are written must hold, and a line holds when one of its entries does. Null is not written.</summary>
internal sealed record RuleConditions
{
    public IReadOnlySet<string>? Agents { get; init; }

    public IReadOnlySet<string>? Owners { get; init; }

    public IReadOnlySet<string>? Jobs { get; init; }

    /// <summary>Least trust with which a job counts.</summary>
    public Trust JobTrust { get; init; } = Trust.Configured;

    public IReadOnlySet<string>? Roles { get; init; }

    public IReadOnlySet<StatementClass>? Statements { get; init; }

    public IReadOnlyList<ObjectName>? Reads { get; init; }

    public IReadOnlyList<ObjectName>? Writes { get; init; }

    public IReadOnlyList<string>? Functions { get; init; }

    public StatementFlags? Effects { get; init; }

    public bool Hold(in PolicyInput input, SqlStatement statement) =>
        Agents?.Contains(input.Agent) != false
        && (Owners is null || (input.Owner is { } owner && Owners.Contains(owner)))
        && (Jobs is null || (input.Job is { } job && input.JobTrust >= JobTrust && Jobs.Contains(job)))
        && (Roles is null || (input.Context?.Role is { } role && Roles.Contains(role)))
        && Statements?.Contains(statement.Class) != false
        && (Reads is null || Touch(Reads, DataReads(statement)))
        && (Writes is null || Touch(Writes, statement.Writes))
        && (Functions is null || statement.Functions.Any(Calls))
        && (Effects is not { } effects || (StatementEffects.Of(input.Analysis, statement) & effects) != 0);

    /// <summary>True when every statement that <paramref name="other"/> matches is matched by these conditions too.</summary>
    public bool Cover(RuleConditions other) =>
        Within(Agents, other.Agents) && Within(Owners, other.Owners) && Within(Roles, other.Roles) && Within(Statements, other.Statements)
        && Within(Jobs, other.Jobs) && (Jobs is null || other.JobTrust >= JobTrust)
        && Within(Reads, other.Reads) && Within(Writes, other.Writes) && Within(Functions, other.Functions)
        && (Effects is not { } mine || (other.Effects is { } others && (others & ~mine) == 0));

    // A description of a table, or a plan, shows none of its data. How many rows a change touched tells what its condition asked.
    private static IReadOnlyList<ObjectName> DataReads(SqlStatement statement) => statement.Class == StatementClass.Metadata
        ? []
        : [.. statement.Reads, .. statement.BaseReads, .. statement.PredicateColumns.Select(column => column.Object)];

    private static bool Touch(IReadOnlyList<ObjectName> wanted, IReadOnlyList<ObjectName> touched) =>
        touched.Any(one => wanted.Any(one.CouldBe));

    private bool Calls(string function) => Functions!.Any(pattern => Fits(pattern, function) || Fits(pattern, function[(function.LastIndexOf('.') + 1)..]));

    private static bool Fits(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase) : SqlNames.Same(name, pattern);

    private static bool Within<T>(IReadOnlySet<T>? mine, IReadOnlySet<T>? other) => mine is null || (other is not null && other.IsSubsetOf(mine));

    private static bool Within<T>(IReadOnlyList<T>? mine, IReadOnlyList<T>? other) => mine is null || (other is not null && other.All(mine.Contains));
}
