namespace Snowtrail.Kafka.Transactions;

/// <summary>The processor threw: its state is in doubt, and the record at this offset is to be left out.</summary>
internal sealed class PoisonException(long offset, Exception fault) : Exception($"cannot be processed: {fault.GetType().Name}: {fault.Message}", fault)
{
    public long Offset => offset;
}
