using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Tests.Records;

namespace Snowtrail.Schemas.Tests.Codec;

/// <summary>Whatever the bytes are, a record's reader answers with a value or an <see cref="AvroFormatException"/>.</summary>
public class MalformedInputTests
{
    private const int BytesMax = 2000;
    private const int FlipsMax = 3000;

    [Theory]
    [ClassData(typeof(RecordNames))]
    public void FromAvro_CutAnywhere_Throws(string name)
    {
        var kind = RecordKind.Named(name);
        foreach (var bytes in Valid(kind))
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.Throws<AvroFormatException>(() => kind.FromAvro(bytes[..length]));
            }
        }
    }

    [Theory]
    [ClassData(typeof(RecordNames))]
    public void FromAvro_BytesAfterTheEnd_Throws(string name)
    {
        var kind = RecordKind.Named(name);
        foreach (var bytes in Valid(kind))
        {
            var fault = Assert.Throws<AvroFormatException>(() => kind.FromAvro([.. bytes, 0]));
            Assert.Equal((name, null, bytes.Length), (fault.RecordType, fault.Field, fault.Offset));
        }
    }

    [Theory]
    [ClassData(typeof(RecordNames))]
    public void FromAvro_BitFlipped_ThrowsOrIsAValue(string name)
    {
        var kind = RecordKind.Named(name);
        foreach (var bytes in Valid(kind))
        {
            // Odd, so that every bit of a byte has its turn.
            var step = (bytes.Length * 8 / FlipsMax) | 1;
            for (var bit = 0; bit < bytes.Length * 8; bit += step)
            {
                var flipped = (byte[])bytes.Clone();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                ThrowsOrIsAValue(kind, flipped);
            }
        }
    }

    [Theory]
    [ClassData(typeof(RecordNames))]
    public void FromAvro_RandomBytes_ThrowsOrIsAValue(string name)
    {
        var kind = RecordKind.Named(name);
        var random = new Random(4711);
        for (var round = 0; round < 1000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);

            // Small bytes are likelier to be lengths, counts and branches that are right for a while.
            var mask = (byte)(round % 2 == 0 ? 0xff : 0x07);
            ThrowsOrIsAValue(kind, [.. bytes.Select(octet => (byte)(octet & mask))]);
        }
    }

    /// <summary>A few encodings from short to long; each is cut and flipped at thousands of places.</summary>
    private static IEnumerable<byte[]> Valid(RecordKind kind)
    {
        var all = Enumerable.Range(0, 60)
            .Select(seed => ApacheCodec.Write(kind.Schema, new RandomDatum(seed, textLengthMax: 50).Next(kind.Schema)))
            .OrderBy(bytes => bytes.Length)
            .ToList();
        var affordable = all.Take(Math.Max(1, all.Count(bytes => bytes.Length <= BytesMax))).ToList();
        return affordable.Where((_, at) => at % ((affordable.Count / 4) + 1) == 0).Append(affordable[^1]);
    }

    private static void ThrowsOrIsAValue(RecordKind kind, byte[] bytes)
    {
        object value;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            value = kind.FromAvro(bytes);
        }
        catch (AvroFormatException)
        {
            return;
        }
        finally
        {
            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < 50_000 + (200L * bytes.Length), $"{taken} bytes of memory for {bytes.Length} bytes of input");
        }

        Assert.Equal(value, kind.FromAvro(kind.ToAvro(value)));
    }
}
