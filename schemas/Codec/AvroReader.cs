using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Snowtrail.Schemas.Codec;

/// <summary>
/// Reads Avro's binary encoding from bytes that nobody vouches for: every length and count is held against the bytes that are
/// left before memory is taken for it, and a fault is an <see cref="AvroFormatException"/>.
/// The <c>where</c> of each method is <c>Record.field</c>, for the message.
/// </summary>
internal ref struct AvroReader(ReadOnlySpan<byte> data)
{
    /// <summary>Records within records, at most: the stack must not depend on the input.</summary>
    internal const int DepthMax = 64;

    private const int VarintBytesMax = 10;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;
    private int _depth;

    internal delegate T Element<out T>(ref AvroReader reader);

    private readonly int Left => _data.Length - _at;

    internal void Enter(string where)
    {
        if (++_depth > DepthMax)
        {
            throw Fault(where, _at, $"more than {DepthMax} records within each other");
        }
    }

    internal void Leave() => _depth--;

    internal readonly void End(string where)
    {
        if (Left > 0)
        {
            throw Fault(where, _at, $"{Left} bytes after the end");
        }
    }

    internal bool ReadBoolean(string where) => Take(1, where)[0] switch
    {
        0 => false,
        1 => true,
        var other => throw Fault(where, _at - 1, $"a boolean cannot be {other}"),
    };

    internal int ReadInt(string where)
    {
        var start = _at;
        var value = ReadLong(where);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Fault(where, start, "an int has at most 32 bits");
    }

    internal long ReadLong(string where)
    {
        var start = _at;
        var value = 0UL;
        for (var length = 0; length < VarintBytesMax; length++)
        {
            if (_at == _data.Length)
            {
                throw Fault(where, start, "a number is cut off");
            }

            var octet = _data[_at++];
            value |= (ulong)(octet & 0x7f) << (7 * length);
            if (octet >= 0x80)
            {
                continue;
            }

            // The shortest form is the only one, and of a tenth byte one bit is left for 64.
            if ((octet == 0 && length > 0) || (octet > 1 && length == VarintBytesMax - 1))
            {
                break;
            }

            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw Fault(where, start, "a number is longer than it may be");
    }

    internal DateTimeOffset ReadTimestampMicros(string where)
    {
        var start = _at;
        return UnixMicros.TryTo(ReadLong(where), out var time) ? time : throw Fault(where, start, "the time is outside the years 1 to 9999");
    }

    internal float ReadFloat(string where) => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float), where));

    internal double ReadDouble(string where) => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double), where));

    internal ReadOnlyMemory<byte> ReadBytes(string where) => Take(ReadLong(where), where).ToArray();

    internal string ReadString(string where)
    {
        var start = _at;
        var text = Take(ReadLong(where), where);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw Fault(where, start, "the text is not UTF-8");
    }

    internal int ReadEnum(int symbols, string where) => ReadIndex(symbols, "symbol", where);

    internal int ReadBranch(int branches, string where) => ReadIndex(branches, "union branch", where);

    internal IReadOnlyList<T> ReadArray<T>(Element<T> read, int itemBytesMin, string where)
    {
        List<T>? items = null;
        while (ReadBlock(itemBytesMin, where) is { Count: > 0 } block)
        {
            items ??= new List<T>(block.Count);
            for (var at = 0; at < block.Count; at++)
            {
                items.Add(read(ref this));
            }

            CheckEnd(block, where);
        }

        return items is null ? [] : items;
    }

    internal IReadOnlyDictionary<string, T> ReadMap<T>(Element<T> read, int entryBytesMin, string where)
    {
        Dictionary<string, T>? entries = null;
        while (ReadBlock(entryBytesMin, where) is { Count: > 0 } block)
        {
            entries ??= new Dictionary<string, T>(block.Count, StringComparer.Ordinal);
            for (var at = 0; at < block.Count; at++)
            {
                var start = _at;
                if (!entries.TryAdd(ReadString(where), read(ref this)))
                {
                    throw Fault(where, start, "a key is there twice");
                }
            }

            CheckEnd(block, where);
        }

        return entries ?? AvroMap<T>.Empty;
    }

    private static AvroFormatException Fault(string where, int offset, string problem) => new(where, offset, problem);

    private int ReadIndex(int count, string what, string where)
    {
        var start = _at;
        var index = ReadLong(where);
        return index >= 0 && index < count ? (int)index : throw Fault(where, start, $"{what} {index} of {count}");
    }

    /// <summary>The count that starts a block, zero at the end; a negative one is followed by the block's size.</summary>
    private Block ReadBlock(int itemBytesMin, string where)
    {
        var start = _at;
        var count = ReadLong(where);
        int? end = null;
        if (count < 0)
        {
            var size = ReadLong(where);
            end = size >= 0 && size <= Left ? _at + (int)size : throw Fault(where, start, $"a block of {size} bytes where {Left} are left");
        }

        // Compared as negative numbers: the least of them has no positive counterpart.
        var negative = count < 0 ? count : -count;
        return negative >= -(Left / itemBytesMin)
            ? new Block((int)-negative, end)
            : throw Fault(where, start, $"a count of {count} where {Left} bytes are left");
    }

    private readonly void CheckEnd(Block block, string where)
    {
        if (block.End is { } end && end != _at)
        {
            throw Fault(where, _at, $"a block that was to end at byte {end}");
        }
    }

    private ReadOnlySpan<byte> Take(long count, string where)
    {
        if (count < 0 || count > Left)
        {
            throw Fault(where, _at, $"{count} bytes where {Left} are left");
        }

        var taken = _data.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private readonly record struct Block(int Count, int? End);
}
