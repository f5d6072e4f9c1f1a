namespace Snowtrail.Ledger;

/// <summary>
/// The record is not durable: the disk is full or failing, the queue stayed full, or the ledger is closed. The caller must behave as if nothing
/// had been written. (After a crash in this state the record may be found nevertheless; it was never acknowledged.)
/// </summary>
public sealed class LedgerUnavailableException : LedgerException
{
    internal LedgerUnavailableException(string message, Exception? inner = null) : base(message, inner) { }
}
