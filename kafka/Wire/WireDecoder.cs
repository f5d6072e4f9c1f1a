using Avro.Generic;
using Avro.IO;
using Snowtrail.Schemas.Codec;

namespace Snowtrail.Kafka.Wire;

/// <summary>
/// Framed values to records. What was written with our own schema goes through the generated codec; any other schema is resolved against ours
/// as Avro specifies. Not for use by several threads at once.
/// </summary>
internal sealed class WireDecoder<T>(ISchemaIds ids)
    where T : class, IAvroRecord<T>
{
    private readonly Dictionary<int, Func<ReadOnlyMemory<byte>, T>?> _readers = [];

    /// <summary>False when the schema has to be asked for first (<see cref="LearnAsync"/>); else either a record or a fault comes out.</summary>
    public bool TryDecode(ReadOnlyMemory<byte> bytes, out T? record, out string? fault)
    {
        (record, fault) = (null, null);
        if (!WireFormat.TryReadHeader(bytes.Span, out var id))
        {
            fault = "the value does not begin with a zero byte and a schema id";
            return true;
        }

        if (!_readers.TryGetValue(id, out var read))
            return false;
        if (read is null)
        {
            fault = $"no schema has the id {id}, or it cannot be read as {typeof(T).Name}";
            return true;
        }

        try
        {
            record = read(bytes[WireFormat.HeaderBytes..]);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            fault = broken is AvroFormatException ? broken.Message : $"schema {id}: {broken.GetType().Name}";
        }

        return true;
    }

    /// <summary>Asks for the schema of a value that <see cref="TryDecode"/> could not tell.</summary>
    /// <exception cref="SchemaIdUnavailableException">It cannot be said now.</exception>
    public async Task LearnAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (WireFormat.TryReadHeader(bytes.Span, out var id) && !_readers.ContainsKey(id))
            _readers[id] = Reader(await ids.SchemaAsync(id, cancellation));
    }

    private static Func<ReadOnlyMemory<byte>, T>? Reader(string? writerText)
    {
        if (writerText is null)
            return null;
        try
        {
            var (writer, reader) = (Avro.Schema.Parse(writerText), Avro.Schema.Parse(T.AvroSchema));
            if (Avro.SchemaNormalization.ParsingFingerprint64(writer) == (long)T.SchemaFingerprint)
                return bytes => T.FromAvro(bytes.Span);
            return reader.CanRead(writer) ? Resolver(writer, reader) : null;
        }
        catch (Avro.AvroException)
        {
            return null;
        }
    }

    private static Func<ReadOnlyMemory<byte>, T> Resolver(Avro.Schema writer, Avro.Schema reader)
    {
        var from = new GenericDatumReader<GenericRecord>(writer, reader);
        var to = new GenericDatumWriter<GenericRecord>(reader);
        return bytes =>
        {
            using var source = new MemoryStream(bytes.ToArray(), writable: false);
            using var target = new MemoryStream();
            var value = from.Read(null!, new BinaryDecoder(source));
            if (source.Position != source.Length)
                throw new InvalidDataException("bytes are left after the value");
            to.Write(value, new BinaryEncoder(target));
            return T.FromAvro(target.GetBuffer().AsSpan(0, (int)target.Length));
        };
    }
}
