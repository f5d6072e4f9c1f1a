namespace Snowtrail.Proxy.Sql.Lineage;

/// <summary>Sources that column names can mean, within a query and those around it.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly List<(string? Alias, ObjectName? Object, Relation Relation)> _sources = [];

    /// <summary>Aliases of the select list, which later expressions of the same query may use.</summary>
    public Dictionary<string, IReadOnlyList<SourceColumn>> Aliases { get; } = new(SqlNames.Comparer);

    public IEnumerable<Relation> Relations => _sources.Select(one => one.Relation);

    /// <summary>How many columns a name may have to be compared with.</summary>
    public long Cost { get; private set; } = 1 + (outer?.Cost ?? 0);

    public void Add(string? alias, ObjectName? name, Relation relation)
    {
        _sources.Add((alias, name, relation));
        Cost += 1 + relation.Columns.Count;
    }

    public IEnumerable<Relation> Qualified(string[] qualifier) =>
        qualifier.Length == 0 ? Relations : _sources.Where(one => Matches(one.Alias, one.Object, qualifier)).Select(one => one.Relation);

    /// <summary>What a column name means; nothing when no source can have it.</summary>
    public IEnumerable<SourceColumn> Resolve(string[] parts)
    {
        var name = parts[^1];
        var found = new List<SourceColumn>();
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            var certain = false;
            foreach (var relation in scope.Qualified(parts[..^1]))
            {
                if (relation.Find(name) is { } match)
                {
                    found.AddRange(match.Sources);
                    certain |= match.Certain || parts.Length > 1;
                }
            }

            // In some dialects the name of a source is the row itself.
            if (!certain && parts.Length == 1)
            {
                found.AddRange(scope._sources.Where(one => Matches(one.Alias, one.Object, parts)).SelectMany(one => Sources.As(LineageKind.Derived, one.Relation.All)));
            }

            if (!certain && parts.Length == 1 && scope.Aliases.TryGetValue(name, out var alias))
            {
                found.AddRange(alias);
            }

            if (certain)
            {
                return found;
            }
        }

        // A qualifier that names no source may be a column whose field is meant.
        return found.Count == 0 && parts.Length > 1 ? Resolve(parts[..^1]) : found;
    }

    private Scope? Outer { get; } = outer;

    private static bool Matches(string? alias, ObjectName? name, string[] qualifier)
    {
        if (alias is not null)
        {
            return qualifier.Length == 1 && SqlNames.Same(qualifier[0], alias);
        }

        return name is not null
            && SqlNames.Same(qualifier[^1], name.Name)
            && (qualifier.Length < 2 || qualifier[^2].Length == 0 || name.Schema is null || SqlNames.Same(qualifier[^2], name.Schema))
            && (qualifier.Length < 3 || name.Database is null || SqlNames.Same(qualifier[^3], name.Database));
    }
}
