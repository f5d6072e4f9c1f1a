using System.Buffers.Binary;
using System.Text;

namespace Snowtrail.Ledger.Format;

/// <summary>
/// The first 128 bytes of a segment: magic (8), version (u32), header size (u32), first sequence (u64), created (microseconds since 1970, i64),
/// gateway id (64, zero-padded ASCII), zeros, CRC-32C of all before it (u32).
/// </summary>
internal sealed record SegmentHeader(string GatewayId, long FirstSequence, DateTimeOffset Created)
{
    public const int Bytes = 128;
    private const uint Version = 1;
    private const int IdOffset = 32, IdBytes = 64, ChecksumOffset = Bytes - 4;

    private static ReadOnlySpan<byte> Magic => "SNOWTRL\n"u8;

    public void Write(Span<byte> header)
    {
        header[..Bytes].Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], Bytes);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], (Created - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        Encoding.ASCII.GetBytes(GatewayId, header.Slice(IdOffset, IdBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(header[ChecksumOffset..], Crc32C.Compute(header[..ChecksumOffset]));
    }

    /// <summary>The header, or null when the bytes are too few or not a header of this version; <paramref name="fault"/> then says why.</summary>
    public static SegmentHeader? Read(ReadOnlySpan<byte> bytes, out string fault)
    {
        fault = "";
        if (bytes.Length < Bytes)
            fault = $"the header has {bytes.Length} of {Bytes} bytes";
        else if (!bytes.StartsWith(Magic))
            fault = "the file does not start as a ledger segment";
        else if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Crc32C.Compute(bytes[..ChecksumOffset]))
            fault = "the header's checksum is wrong";
        else if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) is var version && version != Version)
            fault = $"the segment has format version {version}, this program reads version {Version}";
        if (fault.Length > 0)
            return null;
        var id = Encoding.ASCII.GetString(bytes.Slice(IdOffset, IdBytes)).TrimEnd('\0');
        return new(id, BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            DateTimeOffset.UnixEpoch.AddTicks(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]) * TimeSpan.TicksPerMicrosecond));
    }
}
