using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Snowtrail.Kafka.Transactions;

/// <summary>
/// The first record of each transaction, in the one partition that nobody but its lane writes to: which input offsets the transaction moves the
/// group over. Nothing else of a transaction is sent before the broker has it, so whatever was left open anywhere has its record here, and this
/// record tells whether it was committed (<see cref="CommittedState.LeftCommitted"/>).
/// </summary>
/// <remarks>Key <c>PARTITION/transaction</c>; value: version byte, the two offsets (8 bytes each, big-endian).</remarks>
/// <param name="From">The group's offset before; -1: none.</param>
/// <param name="To">The group's offset after; the same for a transaction with nothing but a snapshot.</param>
internal sealed record Progress(long From, long To)
{
    private const byte Version = 1;
    private const int Bytes = 17;

    public static string Key(int partition) => string.Create(CultureInfo.InvariantCulture, $"{partition}/transaction");

    public (byte[] Key, byte[] Value) Encode(int partition)
    {
        var value = new byte[Bytes];
        value[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(1), From);
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(9), To);
        return (Encoding.UTF8.GetBytes(Key(partition)), value);
    }

    /// <summary>Null when it cannot be read.</summary>
    public static Progress? Decode(byte[] value) => value.Length == Bytes && value[0] == Version
        ? new(BinaryPrimitives.ReadInt64BigEndian(value.AsSpan(1)), BinaryPrimitives.ReadInt64BigEndian(value.AsSpan(9)))
        : null;
}
