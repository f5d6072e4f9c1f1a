namespace Snowtrail.Indexer.Embedded.Schema;

/// <summary>Lucene's own fields beside those of the catalog.</summary>
internal static class LuceneNames
{
    /// <summary>The stored document.</summary>
    public const string Source = "_source";

    /// <summary>Names of the fields without doc values that a document has.</summary>
    public const string FieldNames = "_field_names";

    /// <summary>Commit data: what the catalog was when the index was made.</summary>
    public const string CatalogKey = "catalog";

    /// <summary>Between key and value of a flattened leaf.</summary>
    public const char KeySeparator = '\0';

    /// <summary>Where a flattened field's leaves are found by key.</summary>
    public static string Keyed(string field) => field + "._keyed";
}
