namespace Snowtrail.Ledger.Cursors;

/// <summary>
/// Turns settlements in any order into the highest sequence below which everything is settled. Pure; memory is what is settled out of order.
/// </summary>
/// <param name="next">Where the prefix starts.</param>
public sealed class PrefixTracker(long next)
{
    private readonly HashSet<long> _ahead = [];

    /// <summary>Every sequence below this one is settled.</summary>
    public long Next { get; private set; } = next;

    /// <summary>Notes one settlement. True when <see cref="Next"/> moved; what is settled already changes nothing.</summary>
    public bool Settle(long sequence)
    {
        if (sequence != Next)
        {
            if (sequence > Next)
                _ahead.Add(sequence);
            return false;
        }
        do
            Next++;
        while (_ahead.Remove(Next));
        return true;
    }
}
