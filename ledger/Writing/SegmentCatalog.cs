using System.Collections.Immutable;

namespace Snowtrail.Ledger.Writing;

/// <summary>First sequences of the segments, ascending; replaced as a whole when one is added.</summary>
internal sealed class SegmentCatalog(IEnumerable<long> firsts)
{
    private ImmutableArray<long> _firsts = [.. firsts];

    public int Count => _firsts.Length;

    public void Add(long first)
    {
        if (_firsts.Length == 0 || _firsts[^1] != first)
            ImmutableInterlocked.Update(ref _firsts, static (all, added) => all.Add(added), first);
    }

    /// <summary>First sequence of the segment that holds <paramref name="sequence"/>, or −1 when that is before all of them.</summary>
    public long Find(long sequence)
    {
        var firsts = _firsts;
        var index = firsts.BinarySearch(sequence);
        index = index >= 0 ? index : ~index - 1;
        return index >= 0 ? firsts[index] : -1;
    }
}
