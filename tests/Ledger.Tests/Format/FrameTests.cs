using Snowtrail.Ledger.Format;

namespace Snowtrail.Ledger.Tests.Format;

public sealed class FrameTests
{
    private static byte[] Sealed(long sequence, int payload)
    {
        var frame = new byte[Frame.HeaderBytes + payload];
        for (var index = Frame.HeaderBytes; index < frame.Length; index++)
            frame[index] = (byte)index;
        Frame.Seal(frame, sequence);
        return frame;
    }

    [Fact]
    public void Read_Whole_TellsItsSize()
    {
        Assert.Equal(FrameStatus.Whole, Frame.Read([.. Sealed(7, 100), 1, 2, 3], 7, out var bytes));
        Assert.Equal(116, bytes);
    }

    [Fact]
    public void Read_AnyBitFlipped_IsNeverWhole()
    {
        var frame = Sealed(7, 20);
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(FrameStatus.Whole, Frame.Read(frame, 7, out _));
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Read_AnotherSequence_IsBad() => Assert.Equal(FrameStatus.Bad, Frame.Read(Sealed(8, 20), 7, out _));

    [Fact]
    public void Read_Zeros_IsBad() => Assert.Equal(FrameStatus.Bad, Frame.Read(new byte[64], 0, out _));

    [Fact]
    public void Read_Cut_AsksForTheRest()
    {
        var frame = Sealed(7, 20);
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.Equal(FrameStatus.Incomplete, Frame.Read(frame.AsSpan(0, length), 7, out var needed));
            Assert.InRange(needed, length + 1, frame.Length);
        }
    }
}
