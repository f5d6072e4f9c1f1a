using Snowtrail.Indexer.Embedded;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Tests;

/// <summary>An index of some events in a directory of its own.</summary>
internal sealed class TestIndex : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();

    public TestIndex(TimeProvider? time = null, Func<EmbeddedIndexOptions, EmbeddedIndexOptions>? change = null)
    {
        var options = new EmbeddedIndexOptions { Directory = _directory.Path };
        Index = EmbeddedIndex.Open(change?.Invoke(options) ?? options, new ParkingLot(), time ?? TimeProvider.System);
    }

    public EmbeddedIndex Index { get; }

    public static async Task<TestIndex> Of(IEnumerable<EnrichedEvent> events, TimeProvider? time = null)
    {
        var index = new TestIndex(time);
        var (tracked, receipts) = Receipt.Track(events);
        await index.Index.WriteAsync(tracked);
        await index.Index.FlushAsync();
        Assert.All(receipts, receipt => Assert.Equal(Snowtrail.Schemas.Flow.Settlement.Durable, receipt.Settled.Result));
        return index;
    }

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        _directory.Dispose();
    }
}
