using System.Buffers;
using Snowtrail.Schemas.Tests.Records;
using Snowtrail.Schemas.Tests.Samples;

namespace Snowtrail.Schemas.Tests.Codec;

public class RecordTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    [Fact]
    public void Defaults_AreThoseOfTheSchema()
    {
        var value = Sample();
        Assert.Null(value.MaybeBoolean);
        Assert.Empty(value.Many);
        Assert.True(value.DefaultTrue);
        Assert.Equal(-7, value.DefaultInt);
        Assert.Equal(9007199254740993, value.DefaultLong);
        Assert.Equal(1.5F, value.DefaultFloat);
        Assert.Equal(0.1, value.DefaultDouble);
        Assert.Equal("a \"quoted\" é", value.DefaultString);
        Assert.Equal(Color.DarkGreen, value.DefaultColor);
        Assert.Empty(new Tree { Label = "" }.Named);
    }

    [Fact]
    public void RoundTrip_HandMadeValue_IsEqual()
    {
        var value = Sample() with
        {
            MaybeBytes = new byte[] { 1, 2 },
            MaybeMap = new Dictionary<string, int> { ["b"] = 2, ["a"] = 1 },
            Either = new Tree { Label = "x", Named = new Dictionary<string, Tree> { ["k"] = new() { Label = "y" } } },
            Perhaps = new Nothing(),
            Many = [new Nothing(), new Tree { Label = "z" }],
        };
        var back = Everything.FromAvro(value.ToAvro());
        Assert.Equal(value, back);
        Assert.Equal(value.GetHashCode(), back.GetHashCode());
        Assert.Equal(TimeSpan.Zero, back.ATime.Offset);
    }

    [Fact]
    public void Equals_OtherContents_IsFalse()
    {
        var value = Sample();
        Assert.NotEqual(value, value with { Rows = [[1, 2], [4]] });
        Assert.NotEqual(value, value with { SomeBytes = new byte[] { 9 } });
        Assert.NotEqual(value, value with { MaybeBytes = ReadOnlyMemory<byte>.Empty });
        Assert.NotEqual(value, value with { MaybeArray = [] });
        Assert.NotEqual(value, value with { Groups = new Dictionary<string, IReadOnlyList<Color>> { ["k"] = [Color.Red] } });
        Assert.NotEqual(value, value with { Gaps = ["a"] });
    }

    [Fact]
    public void ToAvro_MapFilledInAnotherOrder_IsTheSameBytes()
    {
        string[] keys = ["b", "B", "a", "ä", "", "aa", "🦊", "\uffff"];
        var one = new Tree { Label = "", Named = keys.ToDictionary(key => key, key => new Tree { Label = key }) };
        var other = new Tree { Label = "", Named = keys.Reverse().ToDictionary(key => key, key => new Tree { Label = key }) };
        Assert.Equal(one.ToAvro(), other.ToAvro());
        Assert.Equal(one, other);
    }

    [Fact]
    public void ToAvro_FinerThanAMicrosecond_IsRoundedDown()
    {
        foreach (var epoch in new[] { DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(-1) })
        {
            var back = Everything.FromAvro((Sample() with { ATime = epoch.AddTicks(-1) }).ToAvro());
            Assert.Equal(epoch.AddTicks(-10), back.ATime);
        }
    }

    [Fact]
    public void ToAvro_HalfASurrogatePair_IsTheReplacementCharacter() =>
        Assert.Equal("a\ufffdb", Tree.FromAvro(new Tree { Label = "a\ud800b" }.ToAvro()).Label);

    [Fact]
    public void ToAvro_NotAMemberOfTheEnum_Throws() =>
        Assert.Throws<InvalidOperationException>(() => (Sample() with { Color = (Color)3 }).ToAvro());

    [Fact]
    public void ToAvro_NotARecordOfTheUnion_Throws() =>
        Assert.Throws<InvalidOperationException>(() => (Sample() with { Either = new Stranger() }).ToAvro());

    [Theory]
    [ClassData(typeof(RecordNames))]
    public void WriteAvro_ToAnyBufferWriter_IsTheSameBytes(string name)
    {
        var kind = RecordKind.Named(name);
        var bytes = ApacheCodec.Write(kind.Schema, new RandomDatum(1).Next(kind.Schema));
        var output = new StingyBufferWriter();
        kind.FromAvro(bytes).GetType().GetMethod("WriteAvro")!.Invoke(kind.FromAvro(bytes), [output]);
        Assert.Equal(bytes, output.Written);
    }

    [Fact]
    public void WriteAvro_ToRoomEnough_AllocatesNothing()
    {
        var value = new SessionContext { User = "SVC", Role = "R", Database = "SHOP", Schema = "PUBLIC" };
        var output = new ArrayBufferWriter<byte>(100_000);
        value.WriteAvro(output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            value.WriteAvro(output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Everything Sample() => new()
    {
        ABoolean = true,
        AnInt = 1,
        ALong = 2,
        ATime = Time,
        AFloat = 0.5F,
        ADouble = -0.0,
        SomeBytes = new byte[] { 1, 2, 3 },
        AString = "text",
        Color = Color.Blue2,
        Nothing = new Nothing(),
        Rows = [[1, 2], [3]],
        Gaps = ["a", null],
        Groups = new Dictionary<string, IReadOnlyList<Color>> { ["k"] = [Color.Red, Color.DarkGreen] },
        Either = new Nothing(),
    };

    private sealed class Stranger : IEverythingEither;
}
