using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Reading;

public sealed class TailTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1234)]
    public async Task Read_WhileProducersAppendAndSegmentsRoll_SeesEachOnceInOrder(long from)
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path) with { SegmentBytesMax = 8192 });
        var reading = Task.Run(async () => await ledger.ReadAsync(from).ToListAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(producer => Task.Run(async () =>
        {
            for (var index = 0; index < 250; index++)
                await Some.Append(ledger, new string('r', index));
        })));
        await ledger.CompleteAsync();
        var records = await reading.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Enumerable.Range((int)from, 2000 - (int)from).Select(n => (long)n), records.Select(record => record.Sequence));
        Assert.All(records, record => Assert.StartsWith($"{record.Sequence}:", Some.Text(record), StringComparison.Ordinal));
        Assert.True(Some.Segments(folder.Path).Length > 5);
    }

    [Fact]
    public async Task Read_NotDurableYet_IsNotSeen()
    {
        using var folder = new TempFolder();
        using var gate = new ManualResetEventSlim(true);
        var files = new FaultyFiles { FlushGate = gate };
        await using var ledger = Some.Open(Some.Options(folder.Path), files);
        await Some.Append(ledger);
        await using var records = ledger.ReadAsync(0).GetAsyncEnumerator();
        Assert.True(await records.MoveNextAsync());
        gate.Reset();
        var append = Some.Append(ledger).AsTask();
        var next = records.MoveNextAsync().AsTask();
        await Task.Delay(100);
        Assert.False(next.IsCompleted);
        // Nor by another process, though its bytes are in the file
        Assert.Single(Some.ReadAll(folder.Path));
        gate.Set();
        await append;
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(1, records.Current.Sequence);
    }

    [Fact]
    public async Task Read_AcrossAFailedFlush_NeverSeesWhatFailed()
    {
        using var folder = new TempFolder();
        var files = new FaultyFiles();
        await using var ledger = Some.Open(Some.Options(folder.Path) with { ProbeInterval = TimeSpan.FromMilliseconds(5) }, files);
        var reading = Task.Run(async () => await ledger.ReadAsync(0).ToListAsync());
        for (var round = 0; round < 20; round++)
        {
            await Some.Append(ledger, "good");
            files.FlushFails = true;
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger, "bad").AsTask());
            files.FlushFails = false;
            await Some.Until(() => ledger.Health.State == LedgerState.Ready);
        }
        await ledger.CompleteAsync();
        var records = await reading.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"{n}:good"), records.Select(Some.Text));
    }

    [Fact]
    public async Task Read_Cancelled_Stops()
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path));
        using var cancel = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ledger.ReadAsync(0, cancel.Token).ToListAsync());
    }
}
