namespace Snowtrail.Indexer.Search;

/// <summary>The bounds of a search; a request beyond one is answered with a <see cref="SearchFault"/>.</summary>
public static class SearchLimits
{
    /// <summary>Size when the request names none.</summary>
    public const int SizeDefault = 50;

    /// <summary>Largest sum of offset and size, as Elasticsearch's <c>max_result_window</c>.</summary>
    public const int WindowMax = 10_000;

    /// <summary>Longest query, characters.</summary>
    public const int QueryLengthMax = 10_000;

    /// <summary>Most terms, phrases, ranges and patterns in one query.</summary>
    public const int ClausesMax = 1_024;

    /// <summary>Deepest nesting of parentheses.</summary>
    public const int DepthMax = 20;

    /// <summary>Longest regular expression, characters, as Elasticsearch's <c>max_regex_length</c>.</summary>
    public const int RegexLengthMax = 1_000;

    /// <summary>Most buckets of a histogram.</summary>
    public const int BucketsMax = 1_000;

    /// <summary>Most fields to facet on in one request.</summary>
    public const int FacetsMax = 20;

    /// <summary>Most values of one facet.</summary>
    public const int FacetSizeMax = 1_000;
}
