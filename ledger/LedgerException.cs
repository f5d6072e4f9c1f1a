namespace Snowtrail.Ledger;

/// <summary>A ledger cannot do what it was asked.</summary>
public abstract class LedgerException : Exception
{
    private protected LedgerException(string message, Exception? inner = null) : base(message, inner) { }
}
