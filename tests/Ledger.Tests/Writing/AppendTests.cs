using System.Buffers;
using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Writing;

public sealed class AppendTests
{
    [Fact]
    public async Task Append_ManyProducers_GivesEachItsOwnDenseSequence()
    {
        using var folder = new TempFolder();
        await using (var ledger = Some.Open(Some.Options(folder.Path) with { SegmentBytesMax = 4096 }))
        {
            var sequences = await Task.WhenAll(Enumerable.Range(0, 32).Select(producer => Task.Run(async () =>
            {
                List<long> mine = [];
                for (var index = 0; index < 50; index++)
                    mine.Add(await Some.Append(ledger, $"{producer}/{index}"));
                return mine;
            })));
            Assert.All(sequences, mine => Assert.Equal(mine.Order(), mine));
            Assert.Equal(Enumerable.Range(0, 1600).Select(n => (long)n), sequences.SelectMany(mine => mine).Order());
        }
        var records = Some.ReadAll(folder.Path);
        Assert.Equal(1600, records.Count);
        Some.AssertDense(records);
    }

    [Fact]
    public async Task Append_Returned_WasFlushed()
    {
        using var folder = new TempFolder();
        using var gate = new ManualResetEventSlim(true);
        var files = new FaultyFiles { FlushGate = gate };
        await using var ledger = Some.Open(Some.Options(folder.Path), files);
        await Some.Append(ledger);
        gate.Reset();
        var append = Some.Append(ledger).AsTask();
        await Task.Delay(50);
        Assert.False(append.IsCompleted);
        Assert.Equal(1, ledger.DurableNext);
        gate.Set();
        Assert.Equal(1, await append);
    }

    [Fact]
    public async Task Append_WhileOneIsFlushed_SharesTheNextFlush()
    {
        using var folder = new TempFolder();
        using var gate = new ManualResetEventSlim(true);
        var files = new FaultyFiles { FlushGate = gate };
        await using var ledger = Some.Open(Some.Options(folder.Path), files);
        await Some.Append(ledger);
        gate.Reset();
        var before = files.Flushes;
        var first = Some.Append(ledger).AsTask();
        await Some.Until(() => files.Flushes == before + 1);
        var others = Enumerable.Range(0, 100).Select(_ => Some.Append(ledger).AsTask()).ToList();
        gate.Set();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(before + 2, files.Flushes);
    }

    [Fact]
    public async Task Append_QueueFull_WaitsItsTurnAndFailsAfterTheBound()
    {
        using var folder = new TempFolder();
        using var gate = new ManualResetEventSlim(true);
        var files = new FaultyFiles { FlushGate = gate };
        var options = Some.Options(folder.Path) with { QueueRecordsMax = 2, QueueWaitMax = TimeSpan.FromMilliseconds(100) };
        await using var ledger = Some.Open(options, files);
        await Some.Append(ledger);
        gate.Reset();
        var before = files.Flushes;
        var taken = Some.Append(ledger).AsTask();
        await Some.Until(() => files.Flushes == before + 1);
        Task<long>[] queued = [Some.Append(ledger).AsTask(), Some.Append(ledger).AsTask()];
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger).AsTask());
        Assert.Equal(LedgerState.Ready, ledger.Health.State);
        gate.Set();
        long[] sequences = await Task.WhenAll([taken, .. queued]);
        Assert.Equal([1, 2, 3], sequences);
        Assert.Equal(4, await Some.Append(ledger));
    }

    [Fact]
    public async Task Append_EncoderThrows_UsesNoSequence()
    {
        using var folder = new TempFolder();
        await using var ledger = Some.Open(Some.Options(folder.Path) with { RecordBytesMax = 1000 });
        await Some.Append(ledger);
        await Assert.ThrowsAsync<FormatException>(() => ledger.AppendAsync(0, (_, _, output) =>
        {
            output.Write("half"u8);
            throw new FormatException();
        }).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.AppendAsync(0, (_, _, _) => { }).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => ledger.AppendAsync(0, (_, _, output) => output.Write(new byte[1001])).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.AppendAsync(0, (_, _, _) => Some.Append(ledger).AsTask().GetAwaiter().GetResult()).AsTask());
        Assert.Equal(1, await ledger.AppendAsync(0, (_, _, output) => output.Write(new byte[1000])));
        Assert.Equal([0, 1], Some.ReadAll(folder.Path).Select(record => record.Sequence));
    }

    [Fact]
    public async Task Append_AfterDispose_IsRefused()
    {
        using var folder = new TempFolder();
        var ledger = Some.Open(Some.Options(folder.Path));
        var last = Some.Append(ledger).AsTask();
        await ledger.DisposeAsync();
        Assert.Equal(0, await last);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger).AsTask());
        Assert.Equal(LedgerState.Closed, ledger.Health.State);
    }

    [Fact]
    public async Task Append_LargerThanASegment_GetsOneOfItsOwn()
    {
        using var folder = new TempFolder();
        await using (var ledger = Some.Open(Some.Options(folder.Path) with { SegmentBytesMax = 4096 }))
        {
            await Some.Append(ledger);
            await Some.Append(ledger, new string('x', 300_000));
            await Some.Append(ledger);
        }
        Assert.Equal(3, Some.Segments(folder.Path).Length);
        Some.AssertDense(Some.ReadAll(folder.Path));
    }
}
