using System.Text;
using System.Text.Json.Nodes;
using Snowtrail.Indexer.Elastic.Connecting;
using Snowtrail.Indexer.Elastic.Searching;
using Snowtrail.Indexer.Search;
using Snowtrail.Indexer.Search.Execution;
using Snowtrail.Indexer.Search.Query;
using HttpMethod = Elastic.Transport.HttpMethod;

namespace Snowtrail.Indexer.Elastic;

/// <summary>
/// Searches Elasticsearch or OpenSearch as the embedded index is searched: the query is read here, so that it means the same and is faulted the
/// same. Where a server cannot answer alike, <c>docs/elasticsearch.md</c> says so. Any thread may call it; it connects at the first search.
/// </summary>
public sealed class ElasticSearch : ISearch, IDisposable
{
    private readonly ElasticConnection _connection;
    private readonly StreamNames _streams;
    private readonly TimeProvider _time;

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    public ElasticSearch(ElasticOptions options, TimeProvider time)
    {
        _connection = new(options);
        _streams = new(options.Namespace);
        _time = time;
    }

    /// <inheritdoc/>
    /// <exception cref="ElasticUnavailableException">The server does not answer, or cannot search now.</exception>
    public async Task<SearchAnswer> SearchAsync(SearchRequest request, CancellationToken cancellation = default)
    {
        var started = _time.GetTimestamp();
        try
        {
            var spec = SearchSpec.Read(request);
            var query = SearchBody.Query(spec, _time.GetUtcNow());
            var width = spec.Histogram is null ? null : await WidthAsync(spec, query, cancellation);
            var body = await AskAsync(spec, SearchBody.Whole(spec, (JsonObject)query.DeepClone(), width), cancellation);
            return SearchReply.Result(body, spec, _time.GetElapsedTime(started));
        }
        catch (QuerySyntaxException fault)
        {
            return new SearchFault(fault.Message, fault.Position);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>The width of the histogram's buckets, milliseconds; null when nothing was found.</summary>
    private async Task<long?> WidthAsync(SearchSpec spec, JsonObject query, CancellationToken cancellation)
    {
        var span = SearchReply.Span(await AskAsync(spec, SearchBody.Span((JsonObject)query.DeepClone()), cancellation));
        if (span is not { } times)
            return null;
        var width = HistogramWidth.Of(spec.Histogram!, times.First, times.Last);
        if (HistogramWidth.Buckets(times.First, times.Last, width) is > SearchLimits.BucketsMax and var buckets)
            throw HistogramWidth.TooMany(buckets);
        return width % 1_000 == 0
            ? width / 1_000
            : throw new QuerySyntaxException("a histogram's interval is in whole milliseconds", null);
    }

    private async Task<ReadOnlyMemory<byte>> AskAsync(SearchSpec spec, JsonObject body, CancellationToken cancellation)
    {
        var streams = spec.Dataset is { } dataset ? _streams.Of(dataset) : _streams.All;
        var reply = await SendAsync($"/{streams}/_search?allow_partial_search_results=false&{SearchReply.Filter}", body, cancellation);
        return reply switch
        {
            { IsSuccess: true } => reply.Body,
            // The words of the query were understood; what they ask for is more than the server does
            { Status: 400 } => throw new QuerySyntaxException($"the server does not answer this: {Short(reply.Error)}", null),
            { Status: 404 } => throw new ElasticUnavailableException("the data streams are not there: run `snowtrail index setup`"),
            _ => throw new ElasticUnavailableException(reply.Reason),
        };
    }

    private async Task<ElasticReply> SendAsync(string path, JsonObject body, CancellationToken cancellation)
    {
        if (_connection.Server is null && (await _connection.AskAsync(cancellation)) is (null, var reason))
            throw new ElasticUnavailableException(reason);
        var reply = await _connection.SendAsync(HttpMethod.POST, path, Encoding.UTF8.GetBytes(body.ToJsonString()), cancellation);
        // Perhaps another server answers by now: one of another version, or none
        if (reply.Status is null or 404 or 406 or 415 || reply.Error.Type is "media_type_header_exception")
            _connection.Doubt();
        return reply;
    }

    private static string Short(ElasticError error) => error.Reason.Length <= 300 ? error.Reason : error.Reason[..300];
}
