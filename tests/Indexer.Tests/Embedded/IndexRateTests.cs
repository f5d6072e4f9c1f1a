using System.Diagnostics;
using System.Globalization;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Indexer.Search;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Tests.Embedded;

/// <summary>How fast an index is on this machine; run it by hand with <c>-explicit only</c>.</summary>
public class IndexRateTests(ITestOutputHelper output)
{
    private const int Warm = 5_000;
    private const int Batch = 500;

    [Fact(Explicit = true)]
    public async Task Rate_OfStatements_IsPrinted()
    {
        using var directory = new TempDirectory();
        await using var index = EmbeddedIndex.Open(new EmbeddedIndexOptions { Directory = directory.Path }, new ParkingLot(), TimeProvider.System);
        var count = int.Parse(Environment.GetEnvironmentVariable("SNOWTRAIL_DOCUMENTS") ?? "60000", CultureInfo.InvariantCulture);
        await Write(index, 0, Warm);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var started = TimeProvider.System.GetTimestamp();

        await Write(index, Warm, count);

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        var bytes = new DirectoryInfo(directory.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        output.WriteLine($"{count / seconds:f0} documents/s, {cpuSeconds * 1e6 / count:f0} us CPU each, {bytes / (double)(count + Warm):f0} bytes on disk each");
        await Time(index, "all, newest 50", new());
        await Time(index, "two words, newest 50", new() { Query = "customers AND id_77" });
        await Time(index, "user and range, newest 50", new() { Query = "user.name:bot-7 AND snowflake.result.rows:>500" });
        await Time(index, "prefix", new() { Query = "id_7*" });
        await Time(index, "leading wildcard", new() { Query = "user.name:*-7" });
        await Time(index, "all, histogram and two facets", new() { Histogram = new(), Facets = [new("user.name"), new("snowflake.objects.read")] });
    }

    private static async Task Write(EmbeddedIndex index, int from, int count)
    {
        for (var at = from; at < from + count; at += Batch)
            await index.WriteAsync(Receipt.Track(Enumerable.Range(at, Batch).Select(Statement)).Tracked);
        await index.FlushAsync();
    }

    private static EnrichedEvent Statement(int at) => Some.Statement(
        $"gw-{at:d12}",
        Some.Start.AddMilliseconds(at * 37L),
        $"select c.NAME, sum(o.AMOUNT) as TOTAL_{at % 997} from SHOP.PUBLIC.CUSTOMERS c join SHOP.PUBLIC.ORDERS o on o.ID = c.ID where c.ID = id_{at % 1_000} group by 1",
        user: $"bot-{at % 40}",
        rows: at % 1_000,
        score: at % 100,
        reads: ["SHOP.PUBLIC.CUSTOMERS", $"SHOP.PUBLIC.T{at % 300}"]);

    private async Task Time(EmbeddedIndex index, string name, SearchRequest request)
    {
        var times = new List<double>();
        SearchResult? result = null;
        for (var run = 0; run < 7; run++)
        {
            result = await index.Found(request);
            times.Add(result.TookMs);
        }

        times.Sort();
        output.WriteLine($"{name}: {result!.Total} hits, median {times[3]:f1} ms");
    }
}
