using System.Numerics;
using Confluent.Kafka;

namespace Snowtrail.Kafka.Consuming;

/// <summary>Hands a value over without an array of its own: the bytes are good until the client is asked for the next record.</summary>
internal sealed class LastValue : IDeserializer<ReadOnlyMemory<byte>?>
{
    private byte[] _bytes = new byte[4096];

    public ReadOnlyMemory<byte>? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (isNull)
            return null;
        if (_bytes.Length < data.Length)
            _bytes = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)data.Length)];
        data.CopyTo(_bytes);
        return _bytes.AsMemory(0, data.Length);
    }
}
