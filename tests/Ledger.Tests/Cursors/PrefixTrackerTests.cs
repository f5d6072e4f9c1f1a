using Snowtrail.Ledger.Cursors;

namespace Snowtrail.Ledger.Tests.Cursors;

public sealed class PrefixTrackerTests
{
    [Fact]
    public void Settle_AnyOrder_IsTheLowestUnsettled()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var order = Enumerable.Range(10, 50).Select(n => (long)n).ToArray();
            new Random(seed).Shuffle(order);
            var tracker = new PrefixTracker(10);
            HashSet<long> open = [.. order];
            foreach (var sequence in order)
            {
                var before = tracker.Next;
                open.Remove(sequence);
                Assert.Equal(tracker.Settle(sequence), tracker.Next != before);
                Assert.Equal(open.Count > 0 ? open.Min() : 60, tracker.Next);
            }
        }
    }

    [Fact]
    public void Settle_Again_ChangesNothing()
    {
        var tracker = new PrefixTracker(0);
        Assert.True(tracker.Settle(0));
        Assert.False(tracker.Settle(0));
        Assert.False(tracker.Settle(2));
        Assert.False(tracker.Settle(2));
        Assert.True(tracker.Settle(1));
        Assert.Equal(3, tracker.Next);
    }
}
