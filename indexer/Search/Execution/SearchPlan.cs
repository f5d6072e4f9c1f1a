using Lucene.Net.Search;
using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Search.Compile;
using Snowtrail.Indexer.Search.Query;
using LuceneQuery = Lucene.Net.Search.Query;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>A request, checked and compiled for the embedded index.</summary>
internal sealed record SearchPlan(
    LuceneQuery Query, SortOrder Order, int Offset, int Size, HistogramRequest? Histogram, IReadOnlyList<(FieldDefinition Field, int Size)> Facets)
{
    /// <exception cref="QuerySyntaxException">The request is at fault.</exception>
    public static SearchPlan Make(SearchRequest request, DateTimeOffset now)
    {
        var spec = SearchSpec.Read(request);
        return new(Compile(spec, now), SortOrder.Of(spec.Sort), spec.Offset, spec.Size, spec.Histogram, spec.Facets);
    }

    private static LuceneQuery Compile(SearchSpec spec, DateTimeOffset now)
    {
        var factory = new LuceneQueryFactory();
        var query = new QueryCompiler<LuceneQuery>(factory, now).Compile(spec.Query);
        var filters = new List<LuceneQuery>(3);
        if (spec.Dataset is { } dataset)
            filters.Add(factory.Exact(new(Fields.EventDataset, null), dataset));
        if (spec.Times is { } times)
            filters.Add(new RangeQueries<LuceneQuery>(factory, now).Dates(new(Fields.Timestamp, null), times, null));
        if (filters.Count == 0)
            return query;
        if (query is not MatchAllDocsQuery)
            filters.Add(query);
        var all = new BooleanQuery(true);
        foreach (var filter in filters)
            all.Add(filter, Occur.MUST);
        return all;
    }
}
