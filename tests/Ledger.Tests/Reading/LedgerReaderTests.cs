using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Reading;

public sealed class LedgerReaderTests
{
    [Fact]
    public async Task Read_WhileAnotherWrites_GivesADensePrefix()
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path) with { SegmentBytesMax = 8192 });
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await Some.Append(ledger, "written");
        });
        for (var round = 0; round < 50; round++)
        {
            var durable = ledger.DurableNext;
            var records = Some.ReadAll(folder.Path);
            Assert.True(records.Count >= durable);
            Some.AssertDense(records);
        }
        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task Read_TornTailWithoutAWriter_StopsThereAndLeavesIt()
    {
        using var folder = new TempFolder();
        await using (var ledger = Some.Open(Some.Options(folder.Path)))
            await Some.Append(ledger, 3);
        await File.AppendAllTextAsync(Some.Segments(folder.Path)[0], "torn");
        var before = File.ReadAllBytes(Some.Segments(folder.Path)[0]);
        Assert.Equal(3, Some.ReadAll(folder.Path).Count);
        Assert.Equal(before, File.ReadAllBytes(Some.Segments(folder.Path)[0]));
    }

    [Fact]
    public async Task Read_FromTheMiddle_StartsThere()
    {
        using var folder = new TempFolder();
        await using (var ledger = Some.Open(Some.Options(folder.Path) with { SegmentBytesMax = 4096 }))
            await Some.Append(ledger, 500);
        Assert.Equal([498, 499], Some.LedgerReaderOf(folder.Path).Read(498).Select(record => record.Sequence));
        Assert.Empty(Some.LedgerReaderOf(folder.Path).Read(500));
    }

    [Fact]
    public void Open_NoDirectory_SaysSo() =>
        Assert.Throws<DirectoryNotFoundException>(() => Some.LedgerReaderOf(Path.Combine(Path.GetTempPath(), "snowtrail-none")));

    [Fact]
    public void Read_EmptyDirectory_IsEmpty()
    {
        using var folder = new TempFolder();
        Assert.Empty(Some.ReadAll(folder.Path));
    }
}
