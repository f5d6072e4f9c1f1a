using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search;

/// <summary>The order of hits: by one field, then by <c>event.id</c>, missing values last.</summary>
/// <param name="Field">The field.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
internal sealed record SortChoice(FieldDefinition Field, bool IsDescending)
{
    /// <exception cref="QuerySyntaxException">The text names no order.</exception>
    public static SortChoice Parse(string? text)
    {
        var (name, descending) = Cut(string.IsNullOrWhiteSpace(text) ? $"{Fields.Timestamp.Name}:desc" : text.Trim());
        var field = FieldCatalog.Find(name) ?? throw new QuerySyntaxException($"cannot sort by {name}: there is no such field", null);
        return field.Type is FieldType.Text or FieldType.Flattened
            ? throw new QuerySyntaxException($"cannot sort by {field.Name}: it is {field.Type}", null)
            : new(field, descending);
    }

    private static (string Name, bool Descending) Cut(string text)
    {
        var colon = text.LastIndexOf(':');
        var direction = colon < 0 ? "asc" : text[(colon + 1)..];
        if (direction is not ("asc" or "desc"))
            throw new QuerySyntaxException($"sort is FIELD:asc or FIELD:desc, not '{text}'", null);
        return (colon < 0 ? text : text[..colon], direction == "desc");
    }
}
