using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Snowtrail.Schemas.Codec;

/// <summary>Writes Avro's binary encoding into spans of a buffer writer; <see cref="Flush"/> hands over the last one.</summary>
internal ref struct AvroWriter(IBufferWriter<byte> output)
{
    /// <summary>Asked of the buffer writer at least, bytes: many small values then share a span.</summary>
    private const int SpanBytesMin = 256;

    private const int VarintBytesMax = 10;

    private readonly IBufferWriter<byte> _output = output;
    private Span<byte> _span;
    private int _used;

    internal delegate void Element<in T>(ref AvroWriter writer, T value);

    internal void Flush()
    {
        _output.Advance(_used);
        _span = default;
        _used = 0;
    }

    internal void WriteBoolean(bool value)
    {
        Room(1)[0] = value ? (byte)1 : (byte)0;
        _used++;
    }

    internal void WriteInt(int value) => WriteLong(value);

    internal void WriteLong(long value)
    {
        var room = Room(VarintBytesMax);
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var length = 0;
        while (rest >= 0x80)
        {
            room[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        room[length++] = (byte)rest;
        _used += length;
    }

    internal void WriteTimestampMicros(DateTimeOffset value) => WriteLong(UnixMicros.From(value));

    internal void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(Room(sizeof(float)), value);
        _used += sizeof(float);
    }

    internal void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
        _used += sizeof(double);
    }

    internal void WriteBytes(ReadOnlyMemory<byte> value)
    {
        WriteLong(value.Length);
        value.Span.CopyTo(Room(value.Length));
        _used += value.Length;
    }

    internal void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteLong(length);
        var room = Room(length);
        _used += Encoding.UTF8.GetBytes(value, room);
    }

    internal void WriteBranch(int index) => WriteLong(index);

    internal void WriteEnum(int index, int symbols, string where)
    {
        if ((uint)index >= (uint)symbols)
        {
            throw new InvalidOperationException($"{where} cannot be {index}: the enum has {symbols} symbols.");
        }

        WriteLong(index);
    }

    internal void WriteArray<T>(IReadOnlyList<T> items, Element<T> write)
    {
        var count = items.Count;
        if (count > 0)
        {
            WriteLong(count);
            for (var at = 0; at < count; at++)
            {
                write(ref this, items[at]);
            }
        }

        WriteLong(0);
    }

    internal void WriteMap<T>(IReadOnlyDictionary<string, T> entries, Element<T> write)
    {
        if (entries.Count > 0)
        {
            var sorted = entries.ToArray();
            Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            WriteLong(sorted.Length);
            foreach (var (key, value) in sorted)
            {
                WriteString(key);
                write(ref this, value);
            }
        }

        WriteLong(0);
    }

    private Span<byte> Room(int size)
    {
        if (_span.Length - _used < size)
        {
            Flush();
            _span = _output.GetSpan(Math.Max(size, SpanBytesMin));
        }

        return _span[_used..];
    }
}
