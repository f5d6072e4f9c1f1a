namespace Snowtrail.Indexer.Search;

/// <summary>What to search for, and what to answer with.</summary>
public sealed record SearchRequest
{
    /// <summary>Elasticsearch's <c>query_string</c> syntax. Null, empty or <c>*</c> matches all.</summary>
    public string? Query { get; init; }

    /// <summary>Earliest <c>@timestamp</c>, inclusive: ISO 8601, or date math such as <c>now-1h</c>. Null: no bound.</summary>
    public string? From { get; init; }

    /// <summary>Latest <c>@timestamp</c>, inclusive; a date without time means the whole day. Null: no bound.</summary>
    public string? To { get; init; }

    /// <summary>Documents to answer with, from 0. With <see cref="Offset"/> at most <see cref="SearchLimits.WindowMax"/>.</summary>
    public int Size { get; init; } = SearchLimits.SizeDefault;

    /// <summary>Documents to skip, from 0.</summary>
    public int Offset { get; init; }

    /// <summary><c>FIELD:asc</c> or <c>FIELD:desc</c>; null: <c>@timestamp:desc</c>. Ties are in the order of <c>event.id</c>; missing values last.</summary>
    public string? Sort { get; init; }

    /// <summary><c>query</c>, <c>session</c>, <c>finding</c> or <c>*</c>.</summary>
    public string Dataset { get; init; } = "query";

    /// <summary>Counts over time; null: none.</summary>
    public HistogramRequest? Histogram { get; init; }

    /// <summary>The most frequent values of these fields, at most <see cref="SearchLimits.FacetsMax"/> of them.</summary>
    public IReadOnlyList<FacetRequest> Facets { get; init; } = [];
}
