using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Tests;

/// <summary>A receipt that remembers how it was settled, and that it was settled once.</summary>
internal sealed class Receipt : IReceipt
{
    private readonly TaskCompletionSource<Settlement> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Settlement> Settled => _settled.Task;

    public void Settle(Settlement settlement) => _settled.SetResult(settlement);

    public static (List<Tracked<EnrichedEvent>> Tracked, List<Receipt> Receipts) Track(IEnumerable<EnrichedEvent> events)
    {
        var tracked = events.Select(each => new Tracked<EnrichedEvent>(each, new Receipt())).ToList();
        return (tracked, [.. tracked.Select(each => (Receipt)each.Receipt)]);
    }
}
