namespace Snowtrail.Proxy.Sql;

/// <summary>One thing that a statement teaches the catalog.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Name">The object it happens to.</param>
public sealed record CatalogChange(CatalogChangeKind Kind, ObjectName Name)
{
    /// <summary>The other object: of a clone, the original; of a rename, the new name; of a swap, the other side.</summary>
    public ObjectName? Other { get; init; }

    /// <summary>Lineage that is put in place or added; null when the kind needs none.</summary>
    public DerivedObject? Lineage { get; init; }

    /// <summary>True when only this session can see the object: temporary tables, variables, results.</summary>
    public bool SessionOnly { get; init; }
}
