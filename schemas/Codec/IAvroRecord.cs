using System.Buffers;

namespace Snowtrail.Schemas.Codec;

/// <summary>
/// A record in Avro's binary encoding: no header, no fingerprint, the bytes that Apache Avro would write for the same schema.
/// One value has one encoding: maps are written in the ordinal order of their keys.
/// </summary>
public interface IAvroRecord<TSelf>
    where TSelf : IAvroRecord<TSelf>
{
    /// <summary>The schema as JSON that needs no other: each type it uses is defined where it is first named.</summary>
    static abstract string AvroSchema { get; }

    /// <summary>CRC-64-AVRO of the schema's Parsing Canonical Form.</summary>
    static abstract ulong SchemaFingerprint { get; }

    /// <summary>Reads a value that was written with exactly this schema and fills <paramref name="data"/>.</summary>
    /// <exception cref="AvroFormatException">The bytes are not such a value.</exception>
    static abstract TSelf FromAvro(ReadOnlySpan<byte> data);

    /// <summary>
    /// Appends the encoding. Times lose what is finer than a microsecond; half a surrogate pair becomes U+FFFD.
    /// </summary>
    void WriteAvro(IBufferWriter<byte> output);

    /// <summary>The encoding as an array of its own.</summary>
    byte[] ToAvro();
}
