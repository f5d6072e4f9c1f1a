using System.Collections.Frozen;
using System.Reflection;

namespace Snowtrail.Indexer.Documents;

/// <summary>
/// Every field that a document can have: the one list from which documents are written, the embedded index is built, and queries and index
/// templates are typed.
/// </summary>
public static class FieldCatalog
{
    /// <summary>Most characters of a keyword that are indexed, as Elasticsearch's <c>ignore_above</c>; the document keeps all of it.</summary>
    /// <remarks>Lucene refuses a term over 32,766 bytes, and a character takes at most four.</remarks>
    public const int IgnoreAbove = 8_191;

    private static readonly FieldDefinition[] Ordered = Order();
    private static readonly FrozenDictionary<string, FieldDefinition> ByName = Ordered.ToFrozenDictionary(field => field.Name);

    /// <summary>All fields, in the ordinal order of their names.</summary>
    public static IReadOnlyList<FieldDefinition> All => Ordered;

    /// <summary>The fields that a search without a field name looks in.</summary>
    public static IReadOnlyList<FieldDefinition> Default { get; } = [.. Ordered.Where(field => field.IsDefault)];

    /// <summary>The field of that name; null when there is none.</summary>
    public static FieldDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static FieldDefinition[] Order()
    {
        var fields = typeof(Fields).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(field => field.GetValue(null))
            .OfType<FieldDefinition>()
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .ToArray();
        for (var ordinal = 0; ordinal < fields.Length; ordinal++)
            fields[ordinal].Ordinal = ordinal;
        return fields;
    }
}
