using Snowtrail.Indexer.Documents;
using Snowtrail.Indexer.Embedded;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Tests.Embedded;

public sealed class EmbeddedIndexTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TempDirectory _directory = new();
    private readonly ParkingLot _parking = new();

    private EmbeddedIndexOptions Options => new() { Directory = _directory.Path };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Write_WithoutCommit_IsSearchableSoonAndDurableAfterTheCommit()
    {
        await using var index = EmbeddedIndex.Open(Options with { CommitInterval = TimeSpan.FromSeconds(3) }, _parking, TimeProvider.System);
        var (tracked, receipts) = Receipt.Track(Events(1));

        await index.WriteAsync(tracked);
        await Eventually(async () => (await index.Found(new())).Total == 1, TimeSpan.FromSeconds(2));

        Assert.False(receipts[0].Settled.IsCompleted);
        Assert.Equal(Settlement.Durable, await receipts[0].Settled.WaitAsync(Patience));
    }

    [Fact]
    public async Task Write_SameIdAgain_LeavesTheLastDocument()
    {
        await using var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System);

        await Write(index, [Some.Statement("x", Some.Start, rows: 1), Some.Statement("x", Some.Start, rows: 2)]);
        await Write(index, [Some.Statement("x", Some.Start, rows: 3)]);

        var result = await index.Found(new());
        Assert.Equal(3, Searches.Value(Assert.Single(result.Hits), "snowflake", "result", "rows").GetInt64());
    }

    [Fact]
    public async Task Open_AfterADeathWithoutCommit_AndReplay_HasEachOnce()
    {
        var events = Events(300);
        await using (var first = EmbeddedIndex.Open(Options, _parking, TimeProvider.System))
            await Write(first, events[..100]);

        // Dies with 150 written and not committed: the files are what a killed process leaves
        await using var dying = EmbeddedIndex.Open(Options with { CommitInterval = TimeSpan.FromMinutes(1) }, _parking, TimeProvider.System);
        var (tracked, receipts) = Receipt.Track(events[100..250]);
        await dying.WriteAsync(tracked);
        await Eventually(async () => (await dying.Found(new())).Total == 250, Patience);
        using var left = new TempDirectory();
        Copy(_directory.Path, left.Path);
        Assert.DoesNotContain(receipts, receipt => receipt.Settled.IsCompleted);

        await using var again = EmbeddedIndex.Open(Options with { Directory = left.Path }, _parking, TimeProvider.System);
        Assert.False(again.Created);
        Assert.Equal(100, (await again.Found(new())).Total);
        await Write(again, events[50..]);

        var ids = (await again.Found(new() { Size = 1_000, Sort = "event.id:asc" })).Ids();
        Assert.Equal(events.Select(each => each.Id).Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task Write_PoisonAmongOthers_IsParkedWithBytesAndReason()
    {
        await using var index = EmbeddedIndex.Open(Options with { DocumentBytesMax = 64 * 1024 }, _parking, TimeProvider.System);
        var poison = Some.Statement("big", Some.Start, $"select '{new string('x', 100_000)}'");

        var receipts = await Write(index, [Some.Statement("a", Some.Start), poison, Some.Event(new Unheard(), "odd"), Some.Statement("b", Some.Start)]);

        Assert.Equal([Settlement.Durable, Settlement.Parked, Settlement.Parked, Settlement.Durable], receipts);
        Assert.Equal(["a", "b"], (await index.Found(new() { Sort = "event.id:asc", Dataset = "*" })).Ids());
        Assert.Equal((2L, true), (index.Health.Parked, index.Health.Ready));
        Assert.Equal(["big", "odd"], _parking.Records.Select(record => record.Id));
        Assert.Contains("bytes", _parking.Records[0].Reason, StringComparison.Ordinal);
        Assert.Equal(poison.ToAvro(), _parking.Records[0].Payload.ToArray());
    }

    [Fact]
    public async Task Write_ParkingRefuses_WaitsAndParksOnce()
    {
        _parking.RefuseTimes = 3;
        await using var index = EmbeddedIndex.Open(Options with { DocumentBytesMax = 64 * 1024, RetryWait = TimeSpan.FromMilliseconds(5) }, _parking, TimeProvider.System);

        var receipts = await Write(index, [Some.Statement("a", Some.Start), Some.Event(new Unheard(), "odd"), Some.Statement("b", Some.Start)]);

        Assert.Equal([Settlement.Durable, Settlement.Parked, Settlement.Durable], receipts);
        Assert.Equal("odd", Assert.Single(_parking.Records).Id);
        Assert.Equal(["a", "b"], (await index.Found(new() { Sort = "event.id:asc" })).Ids());
    }

    [Fact]
    public async Task Write_ValueOverTheTermLimit_IsKeptButNotIndexed()
    {
        await using var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System);
        var name = new string('€', 20_000);

        await Write(index, [Some.Statement("long", Some.Start, user: name)]);

        Assert.Equal(1, (await index.Found(new())).Total);
        Assert.Equal(0, (await index.Found(new() { Query = "user.name:*" })).Total);
        Assert.Equal(name, Searches.Value((await index.Found(new())).Hits[0], "user", "name").GetString());
    }

    [Fact]
    public async Task Write_DiskFull_WaitsAndLosesNothing()
    {
        var full = false;
        var options = Options with { RetryWait = TimeSpan.FromMilliseconds(20), CommitInterval = TimeSpan.FromMilliseconds(100) };
        await using var index = EmbeddedIndex.Open(options, _parking, TimeProvider.System, files => new FaultyFiles(files, () => Volatile.Read(ref full)));
        await Write(index, Events(50));

        Volatile.Write(ref full, true);
        var (tracked, receipts) = Receipt.Track(Events(120)[50..]);
        var written = index.WriteAsync(tracked);
        await Eventually(() => Task.FromResult(!index.Health.Ready), Patience);
        Assert.Contains("No space left", index.Health.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(receipts, receipt => receipt.Settled.IsCompleted);
        Assert.True((await index.Found(new())).Total >= 50);

        Volatile.Write(ref full, false);
        await written.WaitAsync(Patience);
        var settled = await Task.WhenAll(receipts.Select(receipt => receipt.Settled)).WaitAsync(Patience);
        Assert.All(settled, settlement => Assert.Equal(Settlement.Durable, settlement));
        await Eventually(async () => (await index.Found(new())).Total == 120, Patience);
        Assert.True(index.Health.Ready);
    }

    [Fact]
    public async Task Dispose_WhileTheDiskIsFull_EndsAndSettlesNothing()
    {
        var full = false;
        var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System, files => new FaultyFiles(files, () => Volatile.Read(ref full)));
        Volatile.Write(ref full, true);
        var (tracked, receipts) = Receipt.Track(Events(10));
        _ = index.WriteAsync(tracked).ContinueWith(task => task.Exception, TaskScheduler.Default);
        await Eventually(() => Task.FromResult(!index.Health.Ready), Patience);

        await index.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.DoesNotContain(receipts, receipt => receipt.Settled.IsCompleted);
    }

    [Fact]
    public async Task Dispose_DiskFillsWhileABatchWaits_Ends()
    {
        var full = false;
        var index = EmbeddedIndex.Open(Options with { CommitInterval = TimeSpan.FromMinutes(1) }, _parking, TimeProvider.System, files => new FaultyFiles(files, () => Volatile.Read(ref full)));
        var (tracked, receipts) = Receipt.Track(Events(10));
        await index.WriteAsync(tracked);
        Volatile.Write(ref full, true);

        await index.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.DoesNotContain(receipts, receipt => receipt.Settled.IsCompleted);
        Assert.False(index.Health.Ready);
        Volatile.Write(ref full, false);
        await using var again = EmbeddedIndex.Open(Options, _parking, TimeProvider.System);
        await Write(again, Events(10));
        Assert.Equal(10, (await again.Found(new())).Total);
    }

    [Fact]
    public async Task Dispose_CommitsWhatWasWritten()
    {
        var (tracked, receipts) = Receipt.Track(Events(10));
        await using (var index = EmbeddedIndex.Open(Options with { CommitInterval = TimeSpan.FromMinutes(1) }, _parking, TimeProvider.System))
            await index.WriteAsync(tracked);

        Assert.All(receipts, receipt => Assert.Equal(Settlement.Durable, receipt.Settled.Result));
        using var reader = EmbeddedReader.Open(_directory.Path, TimeProvider.System);
        Assert.Equal(10, (await reader.Found(new())).Total);
    }

    [Fact]
    public async Task Write_MoreThanUncommittedMax_CommitsEarly()
    {
        await using var index = EmbeddedIndex.Open(Options with { CommitInterval = TimeSpan.FromMinutes(1), UncommittedMax = 10 }, _parking, TimeProvider.System);
        var (tracked, receipts) = Receipt.Track(Events(10));

        await index.WriteAsync(tracked);

        await Task.WhenAll(receipts.Select(receipt => receipt.Settled)).WaitAsync(Patience);
    }

    [Fact]
    public async Task Open_Twice_SaysThatItIsInUse_AndAReaderStillReads()
    {
        await using var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System);
        await Write(index, Events(3));

        Assert.Contains("in use", Assert.Throws<IndexLockedException>(() => EmbeddedIndex.Open(Options, _parking, TimeProvider.System)).Message, StringComparison.Ordinal);
        using var reader = EmbeddedReader.Open(_directory.Path, TimeProvider.System);
        Assert.Equal(3, (await reader.Found(new())).Total);
    }

    [Fact]
    public async Task Open_NewAndOld_SaysWhetherItWasCreated()
    {
        await using (var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System))
            Assert.True(index.Created);
        await using (var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System))
            Assert.False(index.Created);
    }

    [Fact]
    public async Task Open_Damaged_SaysThatItCanBeDeleted()
    {
        await using (var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System))
            await Write(index, Events(20));
        foreach (var file in Directory.GetFiles(Path.Combine(_directory.Path, "lucene"), "_*"))
            await File.WriteAllBytesAsync(file, [1, 2, 3]);

        Assert.Contains("rebuilt from the ledger", Assert.Throws<IndexUnreadableException>(() => EmbeddedIndex.Open(Options, _parking, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Contains("rebuilt from the ledger", Assert.Throws<IndexUnreadableException>(() => EmbeddedReader.Open(_directory.Path, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ForReadingWhereNoneIs_SaysSo() =>
        Assert.Contains("no index", Assert.Throws<IndexUnreadableException>(() => EmbeddedReader.Open(Path.Combine(_directory.Path, "none"), TimeProvider.System)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_OptionsOutOfRange_NamesAll()
    {
        var fault = Assert.Throws<ArgumentException>(() => EmbeddedIndex.Open(Options with { BatchRecordsMax = 0, FeedCapacity = 0 }, _parking, TimeProvider.System));

        Assert.Contains("BatchRecordsMax", fault.Message, StringComparison.Ordinal);
        Assert.Contains("FeedCapacity", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indexed_Viewer_SeesDocumentsThatAreSearchable()
    {
        await using var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System);
        using var viewer = index.Indexed.Subscribe();
        var (tracked, _) = Receipt.Track(Events(3));

        await index.WriteAsync(tracked);
        var seen = new List<IndexDocument>();
        while (seen.Count < 3)
            seen.Add(await viewer.Documents.ReadAsync().AsTask().WaitAsync(Patience));

        Assert.Equal(tracked.Select(each => each.Value.Id), seen.Select(document => document.Id));
        Assert.Equal(3, (await index.Found(new())).Total);
    }

    [Fact]
    public async Task Indexed_SlowViewer_LosesTheOldestAndIsCounted()
    {
        await using var index = EmbeddedIndex.Open(Options with { FeedCapacity = 2 }, _parking, TimeProvider.System);
        using var viewer = index.Indexed.Subscribe();

        await Write(index, Events(5));

        Assert.Equal(3, viewer.Dropped);
        Assert.Equal(3, index.Health.FeedDropped);
        Assert.Equal("e0003", (await viewer.Documents.ReadAsync()).Id);
    }

    [Fact]
    public async Task Indexed_IndexCloses_ViewerEnds()
    {
        var index = EmbeddedIndex.Open(Options, _parking, TimeProvider.System);
        using var viewer = index.Indexed.Subscribe();

        await index.DisposeAsync();

        await viewer.Documents.Completion.WaitAsync(Patience);
    }

    internal static List<EnrichedEvent> Events(int count) =>
        [.. Enumerable.Range(0, count).Select(at => Some.Statement($"e{at:d4}", Some.Start.AddMilliseconds(at)))];

    internal static async Task Eventually(Func<Task<bool>> holds, TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < patience, "did not come true in time");
            await Task.Delay(10);
        }
    }

    private static async Task<Settlement[]> Write(EmbeddedIndex index, IReadOnlyList<EnrichedEvent> events)
    {
        var (tracked, receipts) = Receipt.Track(events);
        await index.WriteAsync(tracked);
        await index.FlushAsync();
        return await Task.WhenAll(receipts.Select(receipt => receipt.Settled)).WaitAsync(Patience);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "lucene"));
        foreach (var file in Directory.GetFiles(Path.Combine(from, "lucene")).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, "lucene", Path.GetFileName(file)));
    }

    private sealed record Unheard : IEnrichedEventBody;
}
