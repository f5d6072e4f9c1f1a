using System.Buffers.Binary;
using System.Text;

namespace Snowtrail.Enrichers.State;

/// <summary>Writes a snapshot: zigzag varints, doubles by their bits, texts as UTF-8 with length. The same state has the same bytes.</summary>
internal sealed class StateWriter
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public void Count(int value) => Long(value);

    public void Long(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var room = Room(10);
        var at = 0;
        while (rest >= 0x80)
        {
            room[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        room[at++] = (byte)rest;
        _length += at;
    }

    public void Bool(bool value) => Long(value ? 1 : 0);

    public void Fixed(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);
        _length += 8;
    }

    public void Double(double value) => Fixed(BitConverter.DoubleToUInt64Bits(value));

    public void Time(DateTimeOffset value) => Long(value.UtcTicks / TimeSpan.TicksPerMicrosecond);

    public void Text(string? value)
    {
        if (value is null)
        {
            Long(-1);
            return;
        }

        var size = Encoding.UTF8.GetByteCount(value);
        Long(size);
        _length += Encoding.UTF8.GetBytes(value, Room(size));
    }

    public void Bytes(byte[] value)
    {
        Long(value.Length);
        value.CopyTo(Room(value.Length));
        _length += value.Length;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        return _bytes.AsSpan(_length);
    }
}
