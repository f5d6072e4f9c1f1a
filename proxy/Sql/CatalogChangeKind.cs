namespace Snowtrail.Proxy.Sql;

/// <summary>How a statement changes what is known of an object.</summary>
public enum CatalogChangeKind
{
    /// <summary>The object is made anew with this lineage.</summary>
    Define,

    /// <summary>Data with this lineage is added to what the object holds.</summary>
    Taint,

    /// <summary>The object now has another name.</summary>
    Rename,

    /// <summary>Two objects changed names.</summary>
    Swap,

    /// <summary>The object is gone, though it may be brought back.</summary>
    Drop,

    /// <summary>A dropped object is back.</summary>
    Undrop,

    /// <summary>The object's columns changed: their order and number are no longer known.</summary>
    Reshape,
}
