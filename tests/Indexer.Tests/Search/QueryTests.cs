using Snowtrail.Indexer.Search;

namespace Snowtrail.Indexer.Tests.Search;

public class QueryTests(Corpus corpus) : IClassFixture<Corpus>
{
    [Theory]
    [MemberData(nameof(QueryCases.Forms), MemberType = typeof(QueryCases))]
    public async Task Search_Form_FindsTheseStatements(string query, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Query = query, Sort = "event.id:asc" })).Ids()));

    [Theory]
    [MemberData(nameof(QueryCases.Datasets), MemberType = typeof(QueryCases))]
    public async Task Search_Dataset_Restricts(string dataset, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Dataset = dataset, Sort = "event.id:asc" })).Ids()));

    [Theory]
    [MemberData(nameof(QueryCases.OtherDatasets), MemberType = typeof(QueryCases))]
    public async Task Search_OtherDatasets_AreFoundByTheirFields(string query, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Query = query, Dataset = "*", Sort = "event.id:asc" })).Ids()));

    [Theory]
    [MemberData(nameof(QueryCases.Malformed), MemberType = typeof(QueryCases))]
    public async Task Search_Malformed_IsAFaultWithItsPosition(string query, int position)
    {
        var fault = await corpus.Index.Fault(new() { Query = query });

        Assert.Equal(position, fault.Position);
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public async Task Search_OverALimit_IsAFault()
    {
        Assert.Contains("longer", (await corpus.Index.Fault(new() { Query = new string('a', SearchLimits.QueryLengthMax + 1) })).Message, StringComparison.Ordinal);
        Assert.Contains("clauses", (await corpus.Index.Fault(new() { Query = string.Join(' ', Enumerable.Repeat("a", SearchLimits.ClausesMax + 1)) })).Message, StringComparison.Ordinal);
        Assert.Contains("deep", (await corpus.Index.Fault(new() { Query = new string('(', 50) + "a" + new string(')', 50) })).Message, StringComparison.Ordinal);
        Assert.Contains("words", (await corpus.Index.Fault(new() { Query = "db.query.text:" + string.Join('.', Enumerable.Range(0, 1_500)) })).Message, StringComparison.Ordinal);
        Assert.Contains("characters", (await corpus.Index.Fault(new() { Query = $"/{new string('a', SearchLimits.RegexLengthMax + 1)}/" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db.query.text:*a?????????????????????????????????????")]
    [InlineData("user.name:/(.*a){40}/")]
    [InlineData("user.name:/.*a.{200}/")]
    [InlineData("user.name:/((a*)*)*b/")]
    public async Task Search_PatternMadeToBeSlow_IsAnsweredSoon(string query)
    {
        var started = TimeProvider.System.GetTimestamp();

        await corpus.Index.SearchAsync(new() { Query = query });

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 5);
    }

    [Theory]
    [MemberData(nameof(QueryCases.Times), MemberType = typeof(QueryCases))]
    public async Task Search_FromTo_AreInclusive(string? from, string? to, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { From = from, To = to, Sort = "event.id:asc" })).Ids()));

    [Fact]
    public async Task Search_RequestAtFault_SaysSo()
    {
        SearchRequest[] requests =
        [
            new() { Dataset = "all" }, new() { From = "soon" }, new() { Sort = "nowhere:asc" }, new() { Sort = "@timestamp:down" },
            new() { Sort = "db.query.text:asc" }, new() { Size = -1 }, new() { Offset = -1 }, new() { Offset = 9_999, Size = 2 },
            new() { Offset = int.MaxValue, Size = int.MaxValue }, new() { Facets = [new("db.query.text")] }, new() { Facets = [new("user.name", 0)] },
            new() { Histogram = new(TimeSpan.Zero) }, new() { Histogram = new(TimeSpan.FromMilliseconds(1)) }, new() { Histogram = new(null, 0) },
        ];

        foreach (var request in requests)
            Assert.Null((await corpus.Index.Fault(request)).Position);
    }

    [Theory]
    [MemberData(nameof(QueryCases.Sorts), MemberType = typeof(QueryCases))]
    public async Task Search_Sort_OrdersWithMissingLastAndTiesById(string? sort, string ids) =>
        Assert.Equal(ids, string.Concat((await corpus.Index.Found(new() { Sort = sort })).Ids()));

    [Fact]
    public async Task Search_Facets_CountValuesMostFrequentFirst()
    {
        var result = await corpus.Index.Found(new()
        {
            Size = 0,
            Facets = [new("snowflake.objects.read"), new("policy.decision", 1), new("source.ip"), new("automation.known"), new("error.code")],
        });

        Assert.Empty(result.Hits);
        Assert.Equal([new("SHOP.PUBLIC.CUSTOMERS", 2), new("SHOP.PUBLIC.CARDS", 1), new("SHOP.PUBLIC.STAGING_ORDERS", 1)], result.Facets!["snowflake.objects.read"]);
        Assert.Equal([new("allow", 2)], result.Facets["policy.decision"]);
        Assert.Equal(["10.1.2.3", "10.2.0.9", "192.168.1.5", "2001:db8::7"], result.Facets["source.ip"].Select(value => value.Value).Order(StringComparer.Ordinal));
        Assert.Equal([new("true", 3)], result.Facets["automation.known"]);
        Assert.Empty(result.Facets["error.code"]);
    }

    [Fact]
    public async Task Search_Histogram_HasOneBucketPerIntervalAndFillsGaps()
    {
        var result = await corpus.Index.Found(new() { Query = "NOT event.id:b", Histogram = new(TimeSpan.FromDays(1)) });

        DateTimeOffset Day(int day) => new(2026, 3, day, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([new(Day(12), 1), new(Day(13), 0), new(Day(14), 2)], result.Histogram!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public async Task Search_AutomaticHistogram_StaysWithinItsBucketsAndLosesNothing(int buckets)
    {
        var result = await corpus.Index.Found(new() { Dataset = "*", Histogram = new(null, buckets) });

        Assert.InRange(result.Histogram!.Count, 1, buckets);
        Assert.Equal(result.Total, result.Histogram.Sum(bucket => bucket.Count));
    }

    [Fact]
    public async Task Search_Pages_JoinToTheWhole()
    {
        var whole = (await corpus.Index.Found(new() { Dataset = "*" })).Ids();
        var pages = new List<string>();
        for (var offset = 0; offset < whole.Count; offset += 2)
            pages.AddRange((await corpus.Index.Found(new() { Dataset = "*", Offset = offset, Size = 2 })).Ids());

        Assert.Equal(whole, pages);
        Assert.Empty((await corpus.Index.Found(new() { Offset = 100 })).Hits);
        Assert.Equal(4, (await corpus.Index.Found(new() { Size = 1 })).Total);
    }
}
