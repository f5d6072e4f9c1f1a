using System.Buffers.Binary;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>Frame of one message of an Arrow IPC stream. Reads only as much of its flatbuffer as framing needs, checking every place.</summary>
/// <param name="Kind">What the message is.</param>
/// <param name="Length">Bytes of the whole message, prefix and body included; when they are not all there yet, how many to have at least.</param>
/// <param name="Rows">Rows of a record batch.</param>
internal readonly record struct IpcMessage(IpcKind Kind, int Length, long Rows)
{
    private const int FieldHeaderType = 1;
    private const int FieldHeader = 2;
    private const int FieldBodyLength = 3;

    /// <summary>The end marker of a stream.</summary>
    public static ReadOnlySpan<byte> End => [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    /// <summary>Reads the frame of the message at the start of <paramref name="data"/>.</summary>
    public static IpcMessage Read(ReadOnlySpan<byte> data, int bytesMax)
    {
        if (data.Length < 8)
            return new IpcMessage(IpcKind.Partial, 8, 0);
        var first = BinaryPrimitives.ReadInt32LittleEndian(data);
        var prefix = first == -1 ? 8 : 4;
        var length = first == -1 ? BinaryPrimitives.ReadInt32LittleEndian(data[4..]) : first;
        if (length == 0)
            return new IpcMessage(IpcKind.End, prefix, 0);
        Require(length > 8);
        Require(length <= bytesMax - prefix, bytesMax);
        return data.Length < prefix + length ? new IpcMessage(IpcKind.Partial, prefix + length, 0) : Complete(data, prefix, length, bytesMax);
    }

    private static IpcMessage Complete(ReadOnlySpan<byte> data, int prefix, int length, int bytesMax)
    {
        var flat = data.Slice(prefix, length);
        var root = Int32(flat, 0);
        var type = Field(flat, root, FieldHeaderType);
        var body = Field(flat, root, FieldBodyLength);
        var bodyLength = body == 0 ? 0 : Int64(flat, body);
        Require(bodyLength >= 0);
        Require(bodyLength <= bytesMax - prefix - length, bytesMax);
        var whole = prefix + length + (int)bodyLength;
        if (data.Length < whole)
            return new IpcMessage(IpcKind.Partial, whole, 0);
        var kind = type == 0 ? IpcKind.Other : Slice(flat, type, 1)[0] switch { 1 => IpcKind.Schema, 3 => IpcKind.RecordBatch, _ => IpcKind.Other };
        return new IpcMessage(kind, whole, kind == IpcKind.RecordBatch ? RowsOf(flat, root) : 0);
    }

    private static long RowsOf(ReadOnlySpan<byte> flat, int root)
    {
        var header = Field(flat, root, FieldHeader);
        Require(header > 0);
        var length = Field(flat, (int)Math.Min(int.MaxValue, header + (long)Int32(flat, header)), 0);
        return length > 0 ? Int64(flat, length) : 0;
    }

    // Place of a field of a flatbuffer table; 0 when it is absent.
    private static int Field(ReadOnlySpan<byte> flat, int table, int field)
    {
        var vtable = (int)Math.Clamp(table - (long)Int32(flat, table), -1, int.MaxValue);
        var entry = 4 + (field * 2);
        if (entry + 2 > UInt16(flat, vtable))
            return 0;
        var offset = UInt16(flat, vtable + entry);
        return offset == 0 ? 0 : table + offset;
    }

    private static ushort UInt16(ReadOnlySpan<byte> flat, int at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(flat, at, 2));

    private static int Int32(ReadOnlySpan<byte> flat, int at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(flat, at, 4));

    private static long Int64(ReadOnlySpan<byte> flat, int at) => BinaryPrimitives.ReadInt64LittleEndian(Slice(flat, at, 8));

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> flat, int at, int length)
    {
        Require(at >= 0 && at <= flat.Length - length);
        return flat.Slice(at, length);
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new UnreadableResultException("The Arrow stream is cut or broken.");
    }

    private static void Require(bool fits, int bytesMax)
    {
        if (!fits)
            throw new UnreadableResultException($"An Arrow message is larger than {bytesMax} bytes.");
    }
}
