using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search;

/// <summary>A request that was checked: the same for every index.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Dataset">The value of <c>event.dataset</c>; null: all.</param>
/// <param name="Times">Bounds of <c>@timestamp</c>; null: none.</param>
/// <param name="Sort">The order.</param>
/// <param name="Offset">Hits to skip.</param>
/// <param name="Size">Hits to answer with.</param>
/// <param name="Histogram">Counts over time.</param>
/// <param name="Facets">Fields to count the values of.</param>
internal sealed record SearchSpec(
    QueryNode Query,
    string? Dataset,
    RangeBounds? Times,
    SortChoice Sort,
    int Offset,
    int Size,
    HistogramRequest? Histogram,
    IReadOnlyList<(FieldDefinition Field, int Size)> Facets)
{
    /// <exception cref="QuerySyntaxException">The request is at fault.</exception>
    public static SearchSpec Read(SearchRequest request)
    {
        if (request.Size < 0 || request.Offset < 0 || (long)request.Offset + request.Size > SearchLimits.WindowMax)
            throw new QuerySyntaxException($"size and offset are from 0, and together at most {SearchLimits.WindowMax}; narrow the search instead", null);
        CheckHistogram(request.Histogram);
        var query = QueryParser.Parse(request.Query);
        var (from, to) = (Blank(request.From), Blank(request.To));
        return new(
            query,
            NamedDataset(request.Dataset),
            from is null && to is null ? null : new(from, to, true, true),
            SortChoice.Parse(request.Sort),
            request.Offset,
            request.Size,
            request.Histogram,
            CheckFacets(request.Facets));
    }

    private static void CheckHistogram(HistogramRequest? histogram)
    {
        if (histogram?.Interval < TimeSpan.FromMilliseconds(1))
            throw new QuerySyntaxException("a histogram's interval is at least a millisecond", null);
        if (histogram is { Buckets: < 1 or > SearchLimits.BucketsMax })
            throw new QuerySyntaxException($"a histogram has from 1 to {SearchLimits.BucketsMax} buckets", null);
    }

    private static List<(FieldDefinition Field, int Size)> CheckFacets(IReadOnlyList<FacetRequest> facets)
    {
        if (facets.Count > SearchLimits.FacetsMax)
            throw new QuerySyntaxException($"at most {SearchLimits.FacetsMax} facets are counted at once", null);
        return [.. facets.DistinctBy(facet => facet.Field).Select(Check)];
    }

    private static (FieldDefinition Field, int Size) Check(FacetRequest facet)
    {
        if (facet.Size is < 1 or > SearchLimits.FacetSizeMax)
            throw new QuerySyntaxException($"a facet has from 1 to {SearchLimits.FacetSizeMax} values", null);
        if (FieldCatalog.Find(facet.Field) is { Type: FieldType.Keyword or FieldType.Ip or FieldType.Boolean } field)
            return (field, facet.Size);
        throw new QuerySyntaxException($"a facet needs a keyword, ip or boolean field, and {facet.Field} is none", null);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? NamedDataset(string name) => name switch
    {
        "*" => null,
        "query" => Datasets.Query,
        "session" => Datasets.Session,
        "finding" => Datasets.Finding,
        _ => throw new QuerySyntaxException($"dataset is query, session, finding or *, not '{name}'", null),
    };
}
