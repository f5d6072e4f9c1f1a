using Lucene.Net.Search;
using Snowtrail.Indexer.Documents;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>The order of hits, for Lucene.</summary>
/// <param name="Sort">By the field, then by <c>event.id</c>.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
internal sealed record SortOrder(Sort Sort, bool IsDescending)
{
    public static SortOrder Of(SortChoice choice) =>
        new(new Sort(By(choice.Field, choice.IsDescending), new SortField(Fields.EventId.Name, SortFieldType.STRING)), choice.IsDescending);

    private static SortField By(FieldDefinition field, bool descending)
    {
        if (field.Type is not (FieldType.Long or FieldType.Double or FieldType.Date))
            return new SortField(field.Name, new TermOrder(field.IsMany), descending);
        var number = new SortField(field.Name, SortFieldType.INT64, descending);
        number.SetMissingValue(descending ? long.MinValue : long.MaxValue);
        return number;
    }
}
