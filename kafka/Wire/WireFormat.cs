using System.Buffers;
using System.Buffers.Binary;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Wire;

/// <summary>
/// Confluent's framing of a value: a zero byte, the schema's number as four bytes big-endian, the Avro body
/// (docs.confluent.io, "Wire format").
/// </summary>
public static class WireFormat
{
    /// <summary>Bytes before the Avro body.</summary>
    public const int HeaderBytes = 5;

    private const int BytesAtFirst = 4096;
    private const int BytesKeptMax = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The framed value as an array of its own.</summary>
    public static byte[] Encode<T>(int schemaId, T value)
        where T : class, IAvroRecord<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        var buffer = _buffer ??= new(BytesAtFirst);
        buffer.ResetWrittenCount();
        Write(schemaId, value, buffer);
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > BytesKeptMax)
            _buffer = null;
        return bytes;
    }

    /// <summary>Appends the framed value.</summary>
    internal static void Write<T>(int schemaId, T value, IBufferWriter<byte> output)
        where T : class, IAvroRecord<T>
    {
        var header = output.GetSpan(HeaderBytes);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], schemaId);
        output.Advance(HeaderBytes);
        value.WriteAvro(output);
    }

    /// <summary>Whether the bytes are framed, and under which number.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out int schemaId)
    {
        schemaId = 0;
        if (bytes.Length < HeaderBytes || bytes[0] != 0)
            return false;
        schemaId = BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
        return true;
    }
}
