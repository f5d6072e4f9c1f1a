using Snowtrail.Schemas.Codec;
using Snowtrail.Schemas.Tests.Samples;

namespace Snowtrail.Schemas.Tests.Codec;

public class AvroReaderTests
{
    [Theory]
    [InlineData("00", 0)]
    [InlineData("01", -1)]
    [InlineData("02", 1)]
    [InlineData("7f", -64)]
    [InlineData("8001", 64)]
    [InlineData("feffffffffffffffff01", long.MaxValue)]
    [InlineData("ffffffffffffffffff01", long.MinValue)]
    public void ReadLong_SpecificationsForm_IsTheNumber(string hex, long expected) =>
        Assert.Equal(expected, Read(hex, (ref AvroReader reader) => reader.ReadLong("T.f")));

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8000")]
    [InlineData("ffffffffffffffffff02")]
    [InlineData("ffffffffffffffffff8101")]
    public void ReadLong_CutOrOverlong_Throws(string hex) => Throws(hex, 0, (ref AvroReader reader) => reader.ReadLong("T.f"));

    [Theory]
    [InlineData("8080808010")]
    [InlineData("8180808010")]
    public void ReadInt_MoreThan32Bits_Throws(string hex) => Throws(hex, 0, (ref AvroReader reader) => reader.ReadInt("T.f"));

    [Fact]
    public void ReadBoolean_OtherThanZeroOrOne_Throws() => Throws("02", 0, (ref AvroReader reader) => reader.ReadBoolean("T.f"));

    [Theory]
    [InlineData("02c3")]
    [InlineData("04c328")]
    [InlineData("06eda080")]
    public void ReadString_NotUtf8_Throws(string hex) => Throws(hex, 0, (ref AvroReader reader) => reader.ReadString("T.f"));

    [Theory]
    [InlineData("04" + "61", 1)]
    [InlineData("01", 1)]
    [InlineData("feffffffffffffffff01", 10)]
    public void ReadString_LengthBeyondTheEnd_Throws(string hex, int offset) => Throws(hex, offset, (ref AvroReader reader) => reader.ReadString("T.f"));

    [Theory]
    [InlineData("06")]
    [InlineData("01")]
    public void ReadEnum_NotASymbol_Throws(string hex) => Throws(hex, 0, (ref AvroReader reader) => reader.ReadEnum(3, "T.f"));

    [Theory]
    [InlineData("04")]
    [InlineData("01")]
    public void ReadBranch_NotABranch_Throws(string hex) => Throws(hex, 0, (ref AvroReader reader) => reader.ReadBranch(2, "T.f"));

    [Fact]
    public void ReadTimestampMicros_BeyondTheYear9999_Throws()
    {
        // 9999-12-31T23:59:59.999999Z is the last; one more is the year 10000.
        var last = Long(253_402_300_799_999_999);
        Assert.Equal(9999, Read(last, (ref AvroReader reader) => reader.ReadTimestampMicros("T.f")).Year);
        Throws(Long(253_402_300_800_000_000), 0, (ref AvroReader reader) => reader.ReadTimestampMicros("T.f"));
    }

    [Theory]
    [InlineData("06" + "020406" + "00")] // one block
    [InlineData("02" + "02" + "04" + "0406" + "00")] // one item, then two
    [InlineData("05" + "06" + "020406" + "00")] // three items in three bytes
    [InlineData("03" + "04" + "0204" + "02" + "06" + "00")] // two items in two bytes, then one without a size
    public void ReadArray_AnyBlocks_AreTheItems(string hex) => Assert.Equal([1, 2, 3], Read(hex, Longs));

    [Theory]
    [InlineData("04" + "02")] // two items where one byte is left
    [InlineData("feffffffffffffffff01")]
    [InlineData("ffffffffffffffffff01" + "00")] // the least number, which has no positive counterpart
    [InlineData("03" + "02" + "0204" + "00")] // two items said to take one byte
    [InlineData("03" + "64" + "0204" + "00")] // a size beyond the end
    [InlineData("03" + "01" + "0204" + "00")] // a negative size
    [InlineData("04" + "0204")] // no end
    public void ReadArray_CountOrSizeThatCannotBe_Throws(string hex) => Assert.Throws<AvroFormatException>(() => Read(hex, Longs));

    [Fact]
    public void ReadMap_KeyTwice_Throws() =>
        Throws("04" + "0261" + "02" + "0261" + "04" + "00", 4, (ref AvroReader reader) => reader.ReadMap(static (ref AvroReader r) => r.ReadLong("T.f"), 2, "T.f"));

    [Fact]
    public void FromAvro_AsDeepAsAllowed_IsTheValue()
    {
        var tree = Deep(AvroReader.DepthMax);
        Assert.Equal(tree, Tree.FromAvro(tree.ToAvro()));
    }

    [Fact]
    public void FromAvro_Deeper_Throws()
    {
        var fault = Assert.Throws<AvroFormatException>(() => Tree.FromAvro(Deep(AvroReader.DepthMax + 1).ToAvro()));
        Assert.Equal("Tree", fault.RecordType);
    }

    [Fact]
    public void FromAvro_DeepBytesWithoutEnd_Throws()
    {
        // label "", first: branch 1, a million times: must not reach the end of the stack.
        var bytes = new byte[2_000_000];
        for (var at = 1; at < bytes.Length; at += 2)
        {
            bytes[at] = 2;
        }

        Assert.Throws<AvroFormatException>(() => Tree.FromAvro(bytes));
    }

    [Fact]
    public void FromAvro_Fault_NamesRecordFieldAndOffset()
    {
        var bytes = new Job { Name = "nightly-report", Trust = Trust.Claimed, Source = "query_tag" }.ToAvro();
        bytes[15] = 0x10; // the enum, behind one byte of length and 14 of the name
        var fault = Assert.Throws<AvroFormatException>(() => Job.FromAvro(bytes));
        Assert.Equal(("Job", "trust", 15), (fault.RecordType, fault.Field, fault.Offset));
        Assert.Equal("Cannot read Job.trust at byte 15: symbol 8 of 4.", fault.Message);
    }

    private static IReadOnlyList<long> Longs(ref AvroReader reader) =>
        reader.ReadArray(static (ref AvroReader r) => r.ReadLong("T.f"), 1, "T.f");

    private static string Long(long value)
    {
        using var buffer = new PooledBuffer();
        var writer = new AvroWriter(buffer);
        writer.WriteLong(value);
        writer.Flush();
        return Convert.ToHexString(buffer.Written);
    }

    private static Tree Deep(int depth)
    {
        var tree = new Tree { Label = "leaf" };
        for (var level = 1; level < depth; level++)
        {
            tree = new Tree { Label = "", First = tree };
        }

        return tree;
    }

    private static T Read<T>(string hex, AvroReader.Element<T> read)
    {
        var reader = new AvroReader(Convert.FromHexString(hex));
        var value = read(ref reader);
        reader.End("T");
        return value;
    }

    private static void Throws<T>(string hex, int offset, AvroReader.Element<T> read)
    {
        var fault = Assert.Throws<AvroFormatException>(() => Read(hex, read));
        Assert.Equal(("T", "f", offset), (fault.RecordType, fault.Field, fault.Offset));
    }
}
