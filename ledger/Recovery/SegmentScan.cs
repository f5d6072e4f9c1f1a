using System.Buffers.Binary;
using Snowtrail.Ledger.Format;
using Snowtrail.Ledger.Reading;

namespace Snowtrail.Ledger.Recovery;

/// <summary>How far a segment holds whole frames in order.</summary>
/// <param name="Header">Null when it is bad; <paramref name="HeaderFault"/> says why.</param>
/// <param name="HeaderFault">Empty when the header is good.</param>
/// <param name="Next">The sequence that would come after the last whole frame.</param>
/// <param name="GoodBytes">Where that frame ends.</param>
/// <param name="FileBytes">Where the file ends.</param>
internal sealed record SegmentScan(SegmentHeader? Header, string HeaderFault, long Next, long GoodBytes, long FileBytes)
{
    public bool IsWhole => Header is not null && GoodBytes == FileBytes;

    public static SegmentScan Run(FileWindow file, long first)
    {
        var length = file.Length;
        var header = ReadHeader(file, first, out var fault);
        if (header is null)
            return new(null, fault, first, 0, length);
        var (next, offset) = (first, (long)SegmentHeader.Bytes);
        while (offset < length && ReadFrame(file, offset, next, out var frame) == FrameStatus.Whole)
        {
            offset += frame.Length;
            next++;
        }
        return new(header, "", next, offset, length);
    }

    public static SegmentHeader? ReadHeader(FileWindow file, long first, out string fault)
    {
        var header = SegmentHeader.Read(file.At(0, SegmentHeader.Bytes).Span, out fault);
        if (header is null || header.FirstSequence == first)
            return header;
        fault = $"the header says that the segment starts at sequence {header.FirstSequence}";
        return null;
    }

    /// <summary>The frame at an offset, its payload from <see cref="Frame.HeaderBytes"/> on. Incomplete means that the file ends before it does.</summary>
    public static FrameStatus ReadFrame(FileWindow file, long offset, long sequence, out ReadOnlyMemory<byte> frame)
    {
        frame = file.At(offset, Frame.HeaderBytes);
        var status = Frame.Read(frame.Span, sequence, out var frameBytes);
        if (status == FrameStatus.Incomplete && frameBytes > Frame.HeaderBytes)
        {
            if (offset + frameBytes > file.Length)
                return FrameStatus.Incomplete;
            frame = file.At(offset, frameBytes);
            status = Frame.Read(frame.Span, sequence, out frameBytes);
        }
        frame = status == FrameStatus.Whole ? frame[..frameBytes] : default;
        return status;
    }

    /// <summary>
    /// A whole frame anywhere behind a bad one, which tells damage from a torn tail: an append that was cut short leaves nothing good behind
    /// it. Every offset is tried, since the bad frame's length cannot be believed.
    /// </summary>
    /// <returns>Its sequence, or null.</returns>
    public long? FindLaterFrame(FileWindow file)
    {
        var mostRecords = (FileBytes - GoodBytes) / Frame.HeaderBytes;
        for (var offset = GoodBytes + 1; offset + Frame.HeaderBytes < FileBytes; offset++)
        {
            var bytes = file.At(offset, Frame.HeaderBytes).Span;
            var sequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
            if (sequence >= Next && sequence - Next <= mostRecords && ReadFrame(file, offset, sequence, out _) == FrameStatus.Whole)
                return sequence;
        }
        return null;
    }
}
