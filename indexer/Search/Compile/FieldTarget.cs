using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded.Schema;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>A field that a query names: one of the catalog, or a key below a flattened one.</summary>
/// <param name="Field">The field.</param>
/// <param name="Key">The key below it; null for the field as a whole.</param>
internal readonly record struct FieldTarget(FieldDefinition Field, string? Key)
{
    /// <summary>Lucene's name of it.</summary>
    public string Name => Key is null ? Field.Name : LuceneNames.Keyed(Field.Name);

    /// <summary>What its terms begin with.</summary>
    public string Prefix => Key is null ? "" : Key + LuceneNames.KeySeparator;

    /// <summary>The fields that a name, or a pattern with <c>*</c>, stands for; none when it is unknown.</summary>
    public static IReadOnlyList<FieldTarget> Resolve(string name)
    {
        if (name.Contains('*'))
            return [.. FieldCatalog.All.Where(field => WildcardPattern.Of(name).IsMatch(field.Name)).Select(field => new FieldTarget(field, null))];
        if (FieldCatalog.Find(name) is { } exact)
            return [new(exact, null)];
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            if (FieldCatalog.Find(name[..dot]) is { Type: FieldType.Flattened } parent)
                return [new(parent, name[(dot + 1)..])];
        }

        return [];
    }
}
