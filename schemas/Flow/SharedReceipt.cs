namespace Snowtrail.Schemas.Flow;

/// <summary>Settles its parent when every child has settled.</summary>
internal sealed class SharedReceipt(IReceipt parent, int children)
{
    private int _open = children;
    private int _parked;
    private int _durable;

    internal IReceipt Child() => new ChildReceipt(this);

    private void SettleOne(Settlement settlement)
    {
        if (settlement == Settlement.Parked)
        {
            Volatile.Write(ref _parked, 1);
        }
        else if (settlement == Settlement.Durable)
        {
            Volatile.Write(ref _durable, 1);
        }

        if (Interlocked.Decrement(ref _open) == 0)
        {
            parent.Settle(_parked == 1 ? Settlement.Parked : _durable == 1 ? Settlement.Durable : Settlement.Skipped);
        }
    }

    private sealed class ChildReceipt(SharedReceipt shared) : IReceipt
    {
        private int _settled;

        public void Settle(Settlement settlement)
        {
            if (Interlocked.Exchange(ref _settled, 1) == 0)
            {
                shared.SettleOne(settlement);
            }
        }
    }
}
