namespace Snowtrail.Ledger;

/// <summary>Another process (or another ledger of this one) writes to the directory; the message names it.</summary>
public sealed class LedgerLockedException : LedgerException
{
    internal LedgerLockedException(string message, Exception? inner = null) : base(message, inner) { }
}
