using Snowtrail.Schemas.Flow;

namespace Snowtrail.Ledger.Cursors;

/// <summary>Receipts of one materialized source: bounds how many are open and moves the cursor over the settled prefix.</summary>
internal sealed class InFlightWindow(LedgerCursor cursor, int most) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PrefixTracker _prefix = new(cursor.Next);
    private readonly SemaphoreSlim _free = new(most);

    public long Start { get; } = cursor.Next;

    public async ValueTask<IReceipt> OpenAsync(long sequence, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Receipt(this, sequence);
    }

    public void Dispose() => _free.Dispose();

    private void Settle(long sequence)
    {
        lock (_gate)
        {
            if (_prefix.Settle(sequence))
                cursor.Advance(_prefix.Next);
        }
        try
        {
            _free.Release();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended before this receipt was settled; the cursor moved all the same
        }
    }

    private sealed class Receipt(InFlightWindow window, long sequence) : IReceipt
    {
        private int _settled;

        public void Settle(Settlement settlement)
        {
            if (Interlocked.Exchange(ref _settled, 1) == 0)
                window.Settle(sequence);
        }
    }
}
