using System.Buffers.Binary;
using System.Text;

namespace Snowtrail.Enrichers.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote; anything else is a <see cref="StateFormatException"/>.</summary>
internal sealed class StateReader(byte[] bytes)
{
    private int _at;

    public bool AtEnd => _at == bytes.Length;

    public int Count()
    {
        var value = Long();
        // An entry takes a byte at least, so more entries than bytes is damage, not data
        if (value < 0 || value > bytes.Length - _at)
            throw new StateFormatException("a count is out of range");
        return (int)value;
    }

    public long Long()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw new StateFormatException("a number is too long");
    }

    public bool Bool() => Long() != 0;

    public ulong Fixed() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed());

    public DateTimeOffset Time()
    {
        var micros = Long();
        if (micros < 0 || micros > DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerMicrosecond)
            throw new StateFormatException("a time is out of range");
        return new(micros * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
    }

    public string Text() => TextOrNull() ?? throw new StateFormatException("a text is missing");

    public string? TextOrNull()
    {
        var size = Long();
        return size == -1 ? null : Encoding.UTF8.GetString(Take(size));
    }

    public byte[] Bytes() => Take(Long()).ToArray();

    private ReadOnlySpan<byte> Take(long size)
    {
        if (size < 0 || size > bytes.Length - _at)
            throw new StateFormatException("the snapshot ends too early");
        var part = bytes.AsSpan(_at, (int)size);
        _at += (int)size;
        return part;
    }
}
