using Lucene.Net.Search;
using Snowtrail.Indexer.Search.Query;

namespace Snowtrail.Indexer.Search.Execution;

/// <summary>Answers a request from one view of the index.</summary>
internal static class SearchRun
{
    public static SearchAnswer Answer(IndexSearcher searcher, SearchRequest request, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        try
        {
            var plan = SearchPlan.Make(request, time.GetUtcNow());
            var collector = new MatchCollector(cancellation);
            searcher.Search(plan.Query, collector);
            return Answer(searcher, plan, collector.Finish(), () => time.GetElapsedTime(started));
        }
        catch (QuerySyntaxException fault)
        {
            return new SearchFault(fault.Message, fault.Position);
        }
    }

    private static SearchResult Answer(IndexSearcher searcher, SearchPlan plan, IReadOnlyList<LeafMatches> matches, Func<TimeSpan> took)
    {
        var hits = TopHits.Load(searcher, matches, plan.Order, plan.Offset, plan.Size);
        var histogram = plan.Histogram is null ? null : Histogram.Count(matches, plan.Histogram);
        var facets = plan.Facets.Count == 0
            ? null
            : plan.Facets.ToDictionary(facet => facet.Field.Name, facet => Facets.Count(matches, facet.Field, facet.Size));
        return new(matches.Sum(leaf => (long)leaf.Count), hits, histogram, facets, took().TotalMilliseconds);
    }
}
