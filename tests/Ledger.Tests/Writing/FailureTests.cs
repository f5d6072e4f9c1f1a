using Microsoft.Extensions.Time.Testing;
using Snowtrail.Ledger.Tests.Support;

namespace Snowtrail.Ledger.Tests.Writing;

public sealed class FailureTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task Append_DiskFull_FailsThenGoesOnWithoutAHole(int bytesLeft)
    {
        using var folder = new TempFolder();
        var (files, time) = (new FaultyFiles(), new FakeTimeProvider());
        await using (var ledger = Some.Open(Some.Options(folder.Path), files, time))
        {
            await Some.Append(ledger, 3);
            files.BytesLeft = bytesLeft;
            var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger, "does not fit").AsTask());
            Assert.Contains("No space left", fault.Message, StringComparison.Ordinal);
            Assert.Equal(LedgerState.Failed, ledger.Health.State);
            Assert.Contains("No space left", ledger.Health.Reason, StringComparison.Ordinal);
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger).AsTask());

            await ProbeInVain(files, time);
            Assert.Equal(LedgerState.Failed, ledger.Health.State);

            files.BytesLeft = long.MaxValue;
            time.Advance(TimeSpan.FromSeconds(1));
            await Some.Until(() => ledger.Health.State == LedgerState.Ready);
            Assert.Equal(3, await Some.Append(ledger, "fits"));
        }
        var records = Some.ReadAll(folder.Path);
        Some.AssertDense(records);
        Assert.Equal(["0:record 0", "1:record 1", "2:record 2", "3:fits"], records.Select(Some.Text));
    }

    [Fact]
    public async Task Append_FlushFails_NothingOfThatBatchIsEverSeen()
    {
        using var folder = new TempFolder();
        var (files, time) = (new FaultyFiles(), new FakeTimeProvider());
        await using (var ledger = Some.Open(Some.Options(folder.Path), files, time))
        {
            await Some.Append(ledger, 2);
            files.FlushFails = true;
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger, "lost").AsTask());
            Assert.Equal(2, ledger.DurableNext);
            files.FlushFails = false;
            time.Advance(TimeSpan.FromSeconds(1));
            await Some.Until(() => ledger.Health.State == LedgerState.Ready);
            // The suspect segment is left behind
            Assert.Equal(2, Some.Segments(folder.Path).Length);
            await Some.Append(ledger, 2);
            Assert.Equal(4, await ledger.ReadAsync(0).Take(4).CountAsync());
        }
        Some.AssertDense(Some.ReadAll(folder.Path));
        Assert.DoesNotContain(Some.ReadAll(folder.Path), record => Some.Text(record).EndsWith("lost", StringComparison.Ordinal));
        await using var again = Some.Open(Some.Options(folder.Path));
        Assert.Null(again.Recovery.CutFile);
    }

    [Fact]
    public async Task Append_FirstEverFails_StartsAtZeroAgain()
    {
        using var folder = new TempFolder();
        var (files, time) = (new FaultyFiles { BytesLeft = 50 }, new FakeTimeProvider());
        await using (var ledger = Some.Open(Some.Options(folder.Path), files, time))
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger).AsTask());
            files.BytesLeft = long.MaxValue;
            time.Advance(TimeSpan.FromSeconds(1));
            await Some.Until(() => ledger.Health.State == LedgerState.Ready);
            Assert.Equal(0, await Some.Append(ledger));
        }
        Assert.Single(Some.ReadAll(folder.Path));
    }

    [Fact]
    public async Task Append_FlushFailsWithOthersQueued_FailsThemAllAndReusesTheirSequences()
    {
        using var folder = new TempFolder();
        using var gate = new ManualResetEventSlim(true);
        var (files, time) = (new FaultyFiles(), new FakeTimeProvider());
        await using (var ledger = Some.Open(Some.Options(folder.Path), files, time))
        {
            await Some.Append(ledger, 1);
            (files.FlushGate, files.FlushFails) = (gate, true);
            gate.Reset();
            var flushes = files.Flushes;
            var first = Some.Append(ledger, "first").AsTask();
            await Some.Until(() => files.Flushes > flushes);
            var behind = Enumerable.Range(0, 10).Select(_ => Some.Append(ledger, "behind").AsTask()).ToList();
            Assert.Equal(10, ledger.Health.QueuedRecords);
            gate.Set();
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => first);
            foreach (var append in behind)
                await Assert.ThrowsAsync<LedgerUnavailableException>(() => append);
            files.FlushFails = false;
            time.Advance(TimeSpan.FromSeconds(1));
            await Some.Until(() => ledger.Health.State == LedgerState.Ready);
            Assert.Equal(1, await Some.Append(ledger, "after"));
        }
        Assert.Equal(["0:record 0", "1:after"], Some.ReadAll(folder.Path).Select(Some.Text));
    }

    [Fact]
    public async Task Append_FailedThenCrashed_IsRecoveredWithoutAHole()
    {
        using var folder = new TempFolder();
        var files = new FaultyFiles();
        await using (var ledger = Some.Open(Some.Options(folder.Path), files, new FakeTimeProvider()))
        {
            await Some.Append(ledger, 3);
            files.BytesLeft = 20;
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => Some.Append(ledger, "half written").AsTask());
        }
        await using var again = Some.Open(Some.Options(folder.Path));
        Assert.Equal(20, again.Recovery.CutBytes);
        Assert.Equal(3, await Some.Append(again));
    }

    private static async Task ProbeInVain(FaultyFiles files, FakeTimeProvider time)
    {
        files.BytesLeft = 0;
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(50);
    }
}
