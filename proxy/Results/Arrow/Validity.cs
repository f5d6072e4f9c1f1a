using Apache.Arrow;

namespace Snowtrail.Proxy.Results.Arrow;

/// <summary>Validity bitmaps with exactly the bytes that their rows need.</summary>
internal sealed class Validity(int length)
{
    private readonly byte[] _bits = new byte[(length + 7) / 8];

    public int Nulls { get; private set; } = length;

    public void Set(int row)
    {
        _bits[row / 8] |= (byte)(1 << (row % 8));
        Nulls--;
    }

    public ArrowBuffer ToBuffer() => Nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_bits);

    public static bool IsSet(ArrayData data, int row)
    {
        var bits = data.Buffers[0].Span;
        var at = row + data.Offset;
        return bits.IsEmpty || (bits[at / 8] & (1 << (at % 8))) != 0;
    }
}
