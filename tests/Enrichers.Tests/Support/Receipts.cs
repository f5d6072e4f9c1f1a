using System.Collections.Concurrent;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Enrichers.Tests.Support;

/// <summary>Notes how each event's journey ended, and how often.</summary>
internal sealed class Receipts
{
    private readonly ConcurrentDictionary<long, List<Settlement>> _ends = new();

    public Tracked<T> Track<T>(T value, long position) => new(value, new Receipt(this, position));

    public Settlement? Of(long position) => _ends.TryGetValue(position, out var ends) ? ends.Single() : null;

    public int Count => _ends.Count;

    private sealed class Receipt(Receipts owner, long position) : IReceipt
    {
        public void Settle(Settlement settlement) =>
            owner._ends.AddOrUpdate(position, _ => [settlement], (_, ends) => [.. ends, settlement]);
    }
}
