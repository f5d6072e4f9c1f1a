using Snowtrail.Indexer.Elastic;
using Snowtrail.Indexer.Search;
using Snowtrail.Indexer.Tests;
using Snowtrail.Indexer.Tests.Search;

namespace Snowtrail.Elastic.Tests;

/// <summary>The same documents and the same requests on the embedded index and on each server: one answer.</summary>
[Trait("needs", "elasticsearch")]
public sealed class SearchTests(Corpus corpus) : IClassFixture<Corpus>
{
    /// <summary>What a server does not answer, and says so; docs/elasticsearch.md lists it.</summary>
    private static readonly string[] Refused =
    [
        "risk.inputs.reason:/more.*/", "risk.inputs.reason:more~", "risk.inputs.reason:*rows", "risk.inputs:*ume", "user.name:/.*a.{200}/", "user.name:/(.*a){40}/",
    ];

    [Theory]
    [MemberData(nameof(Server.All), MemberType = typeof(Server))]
    public async Task SearchAsync_EveryRequest_IsAnsweredAsTheEmbeddedIndexDoes(string variable)
    {
        await using var server = await Server.NeedAsync(variable);
        await using (var run = new SinkRun(server.Options()))
        {
            await run.FeedAsync(Corpus.Events());
            await run.FinishAsync();
            Assert.Equal(7, run.Settled(Schemas.Flow.Settlement.Durable));
        }

        await server.DocumentsAsync($"{server.Query},{server.Stream("session")},{server.Finding}");
        using var search = new ElasticSearch(server.Options(), new FixedTime(Corpus.Now));
        var differences = new List<string>();
        var requests = Requests().ToList();
        foreach (var request in requests)
        {
            var (expected, actual) = (Words(await corpus.Index.SearchAsync(request)), Words(await search.SearchAsync(request)));
            if (expected != actual && !(request.Query is { } query && Refused.Contains(query) && actual.StartsWith("fault", StringComparison.Ordinal)))
                differences.Add($"{request}{Environment.NewLine}  embedded {expected}{Environment.NewLine}  server   {actual}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{requests.Count} requests, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Fact]
    public async Task SearchAsync_ServerAway_SaysSo()
    {
        using var search = new ElasticSearch(new ElasticOptions { Nodes = [new("http://127.0.0.1:1")], RequestTimeout = TimeSpan.FromSeconds(5) }, TimeProvider.System);

        var fault = await Assert.ThrowsAsync<ElasticUnavailableException>(() => search.SearchAsync(new()));
        Assert.Contains("no answer", fault.Message, StringComparison.Ordinal);
        Assert.IsType<SearchFault>(await search.SearchAsync(new() { Query = "(a" }));
    }

    private static IEnumerable<SearchRequest> Requests()
    {
        HistogramRequest[] histograms = [new(), new(null, 1), new(null, 5), new(TimeSpan.FromDays(1)), new(TimeSpan.FromHours(7)), new(TimeSpan.FromMilliseconds(1))];
        FacetRequest[] facets = [new("snowflake.objects.read"), new("policy.decision", 1), new("source.ip"), new("automation.known"), new("error.code"), new("user.name", 2)];
        foreach (var (query, _) in QueryCases.Forms.Select(row => row.Data))
        {
            yield return new() { Query = query, Sort = "event.id:asc" };
            yield return new() { Query = query, Dataset = "*", Histogram = new(), Facets = facets };
        }

        foreach (var (query, _) in QueryCases.Malformed.Select(row => row.Data))
            yield return new() { Query = query };
        foreach (var (query, _) in QueryCases.OtherDatasets.Select(row => row.Data))
            yield return new() { Query = query, Dataset = "*", Sort = "event.id:asc" };
        foreach (var (dataset, _) in QueryCases.Datasets.Select(row => row.Data))
            yield return new() { Dataset = dataset };
        foreach (var (from, to, _) in QueryCases.Times.Select(row => row.Data))
            yield return new() { From = from, To = to };
        foreach (var (sort, _) in QueryCases.Sorts.Select(row => row.Data))
            yield return new() { Sort = sort };
        foreach (var sort in (string[])["nowhere:asc", "@timestamp:down", "db.query.text:asc", "event.severity:desc", "url.path:asc", "message:asc", "finding.evidence:asc"])
            yield return new() { Sort = sort, Dataset = "*" };
        foreach (var histogram in histograms)
            yield return new() { Dataset = "*", Histogram = histogram };
        yield return new() { Query = "nowhere", Histogram = new(), Facets = facets };
        yield return new() { Query = "NOT event.id:b", Size = 0, Histogram = new(TimeSpan.FromDays(1)), Facets = facets };
        for (var offset = 0; offset < 8; offset += 2)
            yield return new() { Dataset = "*", Offset = offset, Size = 2 };
        foreach (var query in Refused)
            yield return new() { Query = query };
        foreach (var query in More)
            yield return new() { Query = query, Dataset = "*", Sort = "event.id:asc" };
    }

    private static readonly string[] More =
    [
        "@timestamp:>0001", "@timestamp:<1960", "@timestamp:[1960 TO 3000]", "@timestamp:>9000", "event.risk_score:[* TO *]", "policy.rule:[* TO m]", "policy.rule:{ddl TO *]",
        "risk.baseline.rows_ratio:[* TO 3]", "risk.baseline.rows_ratio:[2 TO *]", "risk.baseline:[2 TO 3]", "db.query.text:[a TO d]", "user.name:/\\d/", "user.name:/@bot/",
        "user.name:/\"report\"-.*/", "source.ip:{10.1.2.3 TO *]", "NOT (a OR b)", "+a -b", "finding.evidence.step:unload", "finding.observed.bytes:900",
        "automation.claims.application:reports", "event.dataset:*query", "db.query.text:\"select name\"~3", "message:*", "db.query.text:/[a-z]+_[a-z]+/", "policy.reason:PII",
        "event.reason:\"reads a PII table\"", "user.name:\"\"", "db.query.text:...", "related.ip:\"::/0\"", "snowflake.result.rows:99999999999999999999", "snowflake.result.rows:1e3",
    ];

    private static string Words(SearchAnswer answer) => answer switch
    {
        SearchResult found => $"{found.Total}: {string.Join(' ', found.Ids())}"
            + (found.Histogram is null ? "" : $" | {string.Join(' ', found.Histogram.Select(bucket => $"{bucket.From:s}={bucket.Count}"))}")
            + (found.Facets is null ? "" : $" | {string.Join("; ", found.Facets.OrderBy(facet => facet.Key, StringComparer.Ordinal).Select(facet => $"{facet.Key} {string.Join(' ', facet.Value.Select(value => $"{value.Value}={value.Count}"))}"))}"),
        SearchFault fault => $"fault at {fault.Position}: {fault.Message}",
        _ => "?",
    };
}
