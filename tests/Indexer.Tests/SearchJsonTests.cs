using System.Buffers;
using System.Text;
using Snowtrail.Indexer.Search;

namespace Snowtrail.Indexer.Tests;

public class SearchJsonTests
{
    [Fact]
    public void Write_NothingAskedFor_LeavesHistogramAndFacetsOut() =>
        Assert.Equal("""{"total":2,"hits":[{"a":1},{"a":2}],"took_ms":1.5}""", Write(new(2, ["""{"a":1}"""u8.ToArray(), """{"a":2}"""u8.ToArray()], null, null, 1.5)));

    [Fact]
    public void Write_HistogramAndFacets_FollowTheHits()
    {
        var result = new SearchResult(
            3,
            [],
            [new(DateTimeOffset.UnixEpoch, 3)],
            new Dictionary<string, IReadOnlyList<FacetValue>> { ["user.name"] = [new("a \"b\"", 2)] },
            0);

        Assert.Equal(
            """{"total":3,"hits":[],"took_ms":0,"histogram":[{"from":"1970-01-01T00:00:00Z","count":3}],"facets":{"user.name":[{"value":"a \u0022b\u0022","count":2}]}}""",
            Write(result));
    }

    private static string Write(SearchResult result)
    {
        var output = new ArrayBufferWriter<byte>();
        SearchJson.Write(result, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
