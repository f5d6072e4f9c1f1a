namespace Snowtrail.Proxy.Sql.Lineage;

/// <summary>Common table expressions in sight, the innermost first.</summary>
internal sealed record CommonTables(string Name, Relation Relation, CommonTables? Outer)
{
    public static Relation? Find(CommonTables? tables, string name)
    {
        for (var at = tables; at is not null; at = at.Outer)
        {
            if (at.Name == name)
            {
                return at.Relation;
            }
        }

        return null;
    }

    /// <summary>Tables whose names differ in case only: with one setting of the session they are meant, with the other a stored table is.</summary>
    public static IEnumerable<Relation> Similar(CommonTables? tables, string name)
    {
        for (var at = tables; at is not null; at = at.Outer)
        {
            if (at.Name != name && SqlNames.Same(at.Name, name))
            {
                yield return at.Relation;
            }
        }
    }
}
