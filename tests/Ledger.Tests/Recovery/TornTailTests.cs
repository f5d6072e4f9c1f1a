using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Recovery;

public sealed class TornTailTests
{
    [Fact]
    public async Task Open_CutAtEachByteOfTheLastFrame_KeepsAllBeforeIt()
    {
        using var folder = new TempFolder();
        long beforeLast;
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
        {
            await Some.Append(ledger, 3);
            beforeLast = new FileInfo(Some.Segments(folder.Path)[0]).Length;
            await Some.Append(ledger, "the last one");
        }
        var segment = Some.Segments(folder.Path)[0];
        var whole = File.ReadAllBytes(segment);
        for (var length = beforeLast; length <= whole.Length; length++)
        {
            File.WriteAllBytes(segment, whole[..(int)length]);
            var isWhole = length == whole.Length;
            await using (var ledger = Some.Open(Some.Options(folder.Path)))
            {
                Assert.Equal(isWhole ? 4 : 3, ledger.Recovery.NextSequence);
                Assert.Equal(isWhole ? 0 : length - beforeLast, ledger.Recovery.CutBytes);
                Assert.Equal(isWhole || length == beforeLast ? null : segment, ledger.Recovery.CutFile);
                Assert.Equal(isWhole ? 4 : 3, await Some.Append(ledger, "goes on"));
            }
            Some.AssertDense(Some.ReadAll(folder.Path));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    public async Task Open_HeaderOfTheLastSegmentTorn_RemovesThatSegment(int length)
    {
        using var folder = new TempFolder();
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
            await Some.Append(ledger, 3);
        var torn = Path.Combine(folder.Path, "00000000000000000003.log");
        File.WriteAllBytes(torn, File.ReadAllBytes(Some.Segments(folder.Path)[0])[..length]);
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
        {
            Assert.Equal(torn, ledger.Recovery.CutFile);
            Assert.Equal(3, await Some.Append(ledger));
        }
        Some.AssertDense(Some.ReadAll(folder.Path));
    }

    [Fact]
    public async Task Open_GarbageBehindTheLastFrame_IsCut()
    {
        using var folder = new TempFolder();
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
            await Some.Append(ledger, 3);
        var garbage = new byte[5000];
        new Random(1).NextBytes(garbage);
        await File.AppendAllBytesAsync(Some.Segments(folder.Path)[0], garbage);
        await using var again = Some.Open(Some.Options(folder.Path));
        Assert.Equal(5000, again.Recovery.CutBytes);
        Assert.Equal(3, again.Recovery.NextSequence);
    }

    [Fact]
    public async Task Open_NothingTorn_ChangesNothing()
    {
        using var folder = new TempFolder();
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
            await Some.Append(ledger, 50);
        var before = File.ReadAllBytes(Some.Segments(folder.Path)[0]);
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
            Assert.Null(ledger.Recovery.CutFile);
        Assert.Equal(before, File.ReadAllBytes(Some.Segments(folder.Path)[0]));
    }
}
