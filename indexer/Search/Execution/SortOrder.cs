using Lucene.Net.Search;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>The order of hits: by one field, then by <c>event.id</c>, missing values last.</summary>
/// <param name="Sort">For Lucene.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
internal sealed record SortOrder(Sort Sort, bool IsDescending)
{
    /// <exception cref="QuerySyntaxException">The text names no order.</exception>
    public static SortOrder Parse(string? text)
    {
        var (name, descending) = Cut(string.IsNullOrWhiteSpace(text) ? $"{Fields.Timestamp.Name}:desc" : text.Trim());
        var field = FieldCatalog.Find(name) ?? throw new QuerySyntaxException($"cannot sort by {name}: there is no such field", null);
        return new(new Sort(By(field, descending), new SortField(Fields.EventId.Name, SortFieldType.STRING)), descending);
    }

    private static (string Name, bool Descending) Cut(string text)
    {
        var colon = text.LastIndexOf(':');
        var direction = colon < 0 ? "asc" : text[(colon + 1)..];
        if (direction is not ("asc" or "desc"))
            throw new QuerySyntaxException($"sort is FIELD:asc or FIELD:desc, not '{text}'", null);
        return (colon < 0 ? text : text[..colon], direction == "desc");
    }

    private static SortField By(FieldDefinition field, bool descending)
    {
        switch (field.Type)
        {
            case FieldType.Long or FieldType.Double or FieldType.Date:
                var number = new SortField(field.Name, SortFieldType.INT64, descending);
                number.SetMissingValue(descending ? long.MinValue : long.MaxValue);
                return number;
            case FieldType.Keyword or FieldType.Ip or FieldType.Boolean:
                return new SortField(field.Name, new TermOrder(field.IsMany), descending);
            default:
                throw new QuerySyntaxException($"cannot sort by {field.Name}: it is {field.Type}", null);
        }
    }
}
