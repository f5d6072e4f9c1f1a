using System.Buffers.Binary;

namespace Snowtrail.Ledger.Format;

/// <summary>
/// A frame: payload length (u32), CRC-32C over length, sequence and payload (u32), sequence (u64), payload; little-endian.
/// </summary>
internal static class Frame
{
    public const int HeaderBytes = 16;

    /// <summary>Completes a frame whose payload is already in place behind <see cref="HeaderBytes"/> free bytes.</summary>
    public static void Seal(Span<byte> frame, long sequence)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(frame.Length - HeaderBytes));
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame));
    }

    /// <summary>Reads the frame that starts <paramref name="bytes"/> and must carry <paramref name="expected"/>.</summary>
    /// <param name="bytes">What is at hand, from the frame's first byte.</param>
    /// <param name="expected">The sequence that belongs here.</param>
    /// <param name="frameBytes">Whole: the frame's size. Incomplete: how many bytes are needed at least. Bad: zero.</param>
    public static FrameStatus Read(ReadOnlySpan<byte> bytes, long expected, out int frameBytes)
    {
        frameBytes = HeaderBytes;
        if (bytes.Length < HeaderBytes)
            return FrameStatus.Incomplete;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length is 0 or > LedgerOptions.RecordBytesLimit || BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) != expected)
        {
            frameBytes = 0;
            return FrameStatus.Bad;
        }
        frameBytes = HeaderBytes + (int)length;
        if (bytes.Length < frameBytes)
            return FrameStatus.Incomplete;
        if (Checksum(bytes[..frameBytes]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]))
            return FrameStatus.Whole;
        frameBytes = 0;
        return FrameStatus.Bad;
    }

    private static uint Checksum(ReadOnlySpan<byte> frame) => ~Crc32C.Update(Crc32C.Update(Crc32C.Seed, frame[..4]), frame[8..]);
}
