using System.Buffers;

namespace Snowtrail.Kafka;

/// <summary>A buffer that is filled and emptied again and again. One that has grown beyond use is not kept.</summary>
internal static class KeptBuffer
{
    private const int BytesKeptMax = 16 * 1024 * 1024;

    /// <summary>The same buffer, empty; or a new one.</summary>
    public static ArrayBufferWriter<byte> Emptied(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > BytesKeptMax)
            return new();
        buffer.ResetWrittenCount();
        return buffer;
    }
}
