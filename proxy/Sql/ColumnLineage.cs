using Snowtrail.Proxy.Sql.Lineage;

namespace Snowtrail.Proxy.Sql;

/// <summary>Lays the lineage of a statement over the columns that a result really has.</summary>
public static class ColumnLineage
{
    /// <summary>
    /// Sources of each real column, in order; null when the lineage is not known or does not fit. Columns before the first star and after the
    /// last one go by position; those of stars go by name, and may come from any of the statement's columns between those two.
    /// </summary>
    /// <param name="columns">Lineage of the statement.</param>
    /// <param name="names">Names of the result's columns as the warehouse gives them.</param>
    public static IReadOnlyList<IReadOnlyList<SourceColumn>>? Align(IReadOnlyList<OutputColumn>? columns, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (columns is null)
        {
            return null;
        }

        var stars = columns.Select((one, at) => (one, at)).Where(one => one.one.IsStar).Select(one => one.at).ToList();
        if (stars.Count == 0)
        {
            return columns.Count == names.Count ? [.. columns.Select(one => one.Sources)] : null;
        }

        var (before, after) = (stars[0], columns.Count - stars[^1] - 1);
        if (names.Count < before + after)
        {
            return null;
        }

        var run = new Relation([.. columns.Skip(before).Take(columns.Count - before - after)]);
        return
        [
            .. names.Select((name, at) =>
                at < before ? columns[at].Sources
                : at >= names.Count - after ? columns[at - names.Count + columns.Count].Sources
                : run.Find(name)?.Sources ?? []),
        ];
    }
}
