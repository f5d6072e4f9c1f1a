using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Recovery;

public sealed class CorruptionTests
{
    private static void Flip(string file, long offset)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[offset] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }

    [Fact]
    public async Task Open_AnyByteOfAMiddleFrameFlipped_SaysWhichAndChangesNothing()
    {
        using var folder = new TempFolder();
        long start, end;
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
        {
            await Some.Append(ledger, 2);
            start = new FileInfo(Some.Segments(folder.Path)[0]).Length;
            await Some.Append(ledger, "the middle one");
            end = new FileInfo(Some.Segments(folder.Path)[0]).Length;
            await Some.Append(ledger, 2);
        }
        var segment = Some.Segments(folder.Path)[0];
        for (var offset = start; offset < end; offset++)
        {
            Flip(segment, offset);
            var damaged = File.ReadAllBytes(segment);
            var fault = Assert.Throws<LedgerCorruptException>(() => Some.Open(Some.Options(folder.Path)));
            Assert.Equal((segment, start, 2L), (fault.File, fault.Offset, fault.Sequence));
            Assert.Contains(segment, fault.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(segment));
            Assert.Throws<LedgerCorruptException>(() => Some.ReadAll(folder.Path));
            Flip(segment, offset);
        }
        await using var mended = Some.Open(Some.Options(folder.Path));
        Assert.Equal(5, mended.Recovery.NextSequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(130)]
    [InlineData(-1)]
    public async Task Open_EarlierSegmentFlipped_SaysWhich(int place)
    {
        using var folder = new TempFolder();
        await WriteSegments(folder.Path);
        var segment = Some.Segments(folder.Path)[1];
        Flip(segment, place >= 0 ? place : new FileInfo(segment).Length - 1);
        var fault = Assert.Throws<LedgerCorruptException>(() => Some.Open(Some.Options(folder.Path)));
        Assert.Equal(segment, fault.File);
    }

    [Fact]
    public async Task Open_EarlierSegmentCut_SaysWhich()
    {
        using var folder = new TempFolder();
        await WriteSegments(folder.Path);
        var segment = Some.Segments(folder.Path)[1];
        using (var file = File.OpenWrite(segment))
            file.SetLength(file.Length - 3);
        Assert.Equal(segment, Assert.Throws<LedgerCorruptException>(() => Some.Open(Some.Options(folder.Path))).File);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Open_EarlierSegmentMissing_SaysSo(int index)
    {
        using var folder = new TempFolder();
        await WriteSegments(folder.Path);
        File.Delete(Some.Segments(folder.Path)[index]);
        Assert.Throws<LedgerCorruptException>(() => Some.Open(Some.Options(folder.Path)));
    }

    [Fact]
    public async Task Read_SegmentBeyondTheCheckedBytes_StillSaysSo()
    {
        using var folder = new TempFolder();
        await WriteSegments(folder.Path);
        Flip(Some.Segments(folder.Path)[0], 200);
        await using var ledger = Some.Open(Some.Options(folder.Path) with { VerifyBytesMax = 0 });
        await Assert.ThrowsAsync<LedgerCorruptException>(async () => await ledger.ReadAsync(0).FirstAsync(record => record.Sequence > 5));
    }

    private static async Task WriteSegments(string directory)
    {
        await using var ledger = Some.Open(Some.Options(directory) with { SegmentBytesMax = 4096 });
        await Some.Append(ledger, 400);
        Assert.True(Some.Segments(directory).Length >= 3);
    }
}
