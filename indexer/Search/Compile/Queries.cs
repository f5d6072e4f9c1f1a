using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Snowtrail.Indexer.Search.Compile;

/// <summary>Lucene queries that are needed in several places.</summary>
internal static class Queries
{
    public static Lucene.Net.Search.Query None => new BooleanQuery(true);

    public static Lucene.Net.Search.Query All => new MatchAllDocsQuery();

    public static Lucene.Net.Search.Query Exact(string field, string text) => new TermQuery(new Term(field, text));

    public static Lucene.Net.Search.Query AnyOf(IReadOnlyCollection<Lucene.Net.Search.Query> queries)
    {
        if (queries.Count == 1)
            return queries.First();
        var any = new BooleanQuery(true);
        foreach (var query in queries)
            any.Add(query, Occur.SHOULD);
        return any;
    }
}
