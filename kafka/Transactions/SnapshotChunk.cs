using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Snowtrail.Kafka.Transactions;

/// <summary>
/// A snapshot as records of a compacted topic: key <c>PARTITION</c> for the first piece and <c>PARTITION/N</c> for those after it; value: version
/// byte, input offset (8 bytes), number of this piece (4), count of pieces (4), all big-endian, then the bytes.
/// </summary>
internal static class SnapshotChunk
{
    private const byte Version = 1;
    private const int HeaderBytes = 17;
    private const int ChunkBytesMax = 4 * 1024 * 1024;

    public static IEnumerable<(byte[] Key, byte[] Value)> Cut(int partition, long offset, byte[] snapshot)
    {
        var count = Math.Max(1, (snapshot.Length + ChunkBytesMax - 1) / ChunkBytesMax);
        for (var number = 0; number < count; number++)
        {
            var part = snapshot.AsSpan(number * ChunkBytesMax, Math.Min(ChunkBytesMax, snapshot.Length - (number * ChunkBytesMax)));
            var value = new byte[HeaderBytes + part.Length];
            value[0] = Version;
            BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(1), offset);
            BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(9), number);
            BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(13), count);
            part.CopyTo(value.AsSpan(HeaderBytes));
            yield return (Encoding.UTF8.GetBytes(Key(partition, number)), value);
        }
    }

    /// <summary>The newest value of each key, put together; null when there is no whole snapshot.</summary>
    public static Snapshot? Join(int partition, IReadOnlyDictionary<string, byte[]> newest)
    {
        if (!newest.TryGetValue(Key(partition, 0), out var first) || !IsChunk(first, 0))
            return null;
        var (offset, count) = (BinaryPrimitives.ReadInt64BigEndian(first.AsSpan(1)), BinaryPrimitives.ReadInt32BigEndian(first.AsSpan(13)));
        using var bytes = new MemoryStream();
        for (var number = 0; number < count; number++)
        {
            if (!newest.TryGetValue(Key(partition, number), out var value) || !IsChunk(value, number)
                || BinaryPrimitives.ReadInt64BigEndian(value.AsSpan(1)) != offset)
                return null;
            bytes.Write(value.AsSpan(HeaderBytes));
        }

        return new(offset, bytes.ToArray());
    }

    private static bool IsChunk(byte[] value, int number) =>
        value.Length >= HeaderBytes && value[0] == Version && BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(9)) == number;

    private static string Key(int partition, int number) =>
        number == 0 ? partition.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{partition}/{number}");
}
