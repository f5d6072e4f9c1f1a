using Lucene.Net.Search;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Compile;
using Snowtrail.Indexer.Search.Query;
using LuceneQuery = Lucene.Net.Search.Query;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>A request, checked and compiled.</summary>
internal sealed record SearchPlan(
    LuceneQuery Query, SortOrder Order, int Offset, int Size, HistogramRequest? Histogram, IReadOnlyList<(FieldDefinition Field, int Size)> Facets)
{
    /// <exception cref="QuerySyntaxException">The request is at fault.</exception>
    public static SearchPlan Make(SearchRequest request, DateTimeOffset now)
    {
        if (request.Size < 0 || request.Offset < 0 || (long)request.Offset + request.Size > SearchLimits.WindowMax)
            throw new QuerySyntaxException($"size and offset are from 0, and together at most {SearchLimits.WindowMax}; narrow the search instead", null);
        CheckHistogram(request.Histogram);
        var query = new QueryCompiler(now).Compile(QueryParser.Parse(request.Query));
        return new(
            Filter(query, request, now), SortOrder.Parse(request.Sort), request.Offset, request.Size, request.Histogram, CheckFacets(request.Facets));
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

    private static LuceneQuery Filter(LuceneQuery query, SearchRequest request, DateTimeOffset now)
    {
        var filters = new List<LuceneQuery>(3);
        if (Dataset(request.Dataset) is { } dataset)
            filters.Add(Queries.Exact(Fields.EventDataset.Name, dataset));
        var (from, to) = (Blank(request.From), Blank(request.To));
        if (from is not null || to is not null)
            filters.Add(RangeQueries.Dates(Fields.Timestamp.Name, new(from, to, true, true), now, null));
        if (filters.Count == 0)
            return query;
        if (query is not MatchAllDocsQuery)
            filters.Add(query);
        var all = new BooleanQuery(true);
        foreach (var filter in filters)
            all.Add(filter, Occur.MUST);
        return all;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Dataset(string name) => name switch
    {
        "*" => null,
        "query" => Datasets.Query,
        "session" => Datasets.Session,
        "finding" => Datasets.Finding,
        _ => throw new QuerySyntaxException($"dataset is query, session, finding or *, not '{name}'", null),
    };
}
