using Snowtrail.Proxy.Recording;
using static Snowtrail.Proxy.Tests.Recording.RecordingFolder;

namespace Snowtrail.Proxy.Tests.Recording;

public sealed class RecordingFailureTests
{
    // A file where the session's folder belongs: the disk does not take its recording
    private static void Obstruct(RecordingFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, Session), "");
    }

    [Fact]
    public async Task Append_DiskDoesNotTakeIt_FailsNothingAndIsCounted()
    {
        using var folder = new RecordingFolder();
        Obstruct(folder);
        var store = Open(folder.Options);
        Assert.Equal(64, (await store.AppendAsync(Session, Entry(RecordingKind.Statement), Utf8("SELECT 1"))).Length);
        await store.AppendAsync("s_other", Entry(RecordingKind.Statement), Utf8("SELECT 2"));
        await store.DisposeAsync();
        Assert.Equal(1, store.FailureCount);
        Assert.Single(folder.Read("s_other"));
    }

    [Fact]
    public async Task Append_DiskDoesNotTakeItAndRequired_Fails()
    {
        using var folder = new RecordingFolder();
        Obstruct(folder);
        await using var store = Open(folder.Options with { RequireRecording = true });
        await Assert.ThrowsAsync<RecordingUnavailableException>(() => store.AppendAsync(Session, Entry(RecordingKind.Statement), Utf8("SELECT 1")).AsTask());
        await Assert.ThrowsAsync<RecordingUnavailableException>(() => store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(600_000)).AsTask());
        await store.AppendAsync("s_other", Entry(RecordingKind.Statement), Utf8("SELECT 2"));
        // Written when it returned, not only when the store is closed
        Assert.Single(folder.Read("s_other"));
    }

    [Fact]
    public async Task Stream_NotCompleted_IsAnEntryThatSaysSo()
    {
        using var folder = new RecordingFolder();
        await using (var store = Open(folder.Options))
        {
            using var stream = store.Begin(Session, Entry(RecordingKind.Chunk, chunk: 3));
            await stream.WriteAsync(Noise(300_000));
        }
        var entry = Assert.Single(folder.Read());
        Assert.True(entry.Truncated);
        Assert.Equal(300_000, entry.Bytes);
        Assert.Equal(Noise(300_000)[..(256 * 1024)], entry.Content.ToArray());
    }

    [Fact]
    public async Task Queue_Full_LeavesOutOrWaitsAsTold()
    {
        var queue = new RecordingQueue(100, 10);
        var work = new RecordingWork(Session, null, new byte[60], 60);
        Assert.True(queue.TryAdd(work));
        Assert.False(queue.TryAdd(work));
        Assert.False(await queue.AddAsync(work, TimeSpan.FromMilliseconds(20), TimeProvider.System, default));
        var waiting = queue.AddAsync(work, TimeSpan.FromSeconds(10), TimeProvider.System, default).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Same(work, await queue.TakeAsync());
        Assert.True(await waiting);
        queue.End();
        Assert.False(queue.TryAdd(work with { Count = 0 }));
        Assert.NotNull(await queue.TakeAsync());
        Assert.Null(await queue.TakeAsync());
        Assert.Null(await queue.TakeAsync());
    }

    [Fact]
    public async Task Append_FasterThanTheWriter_LeavesOutAndCounts()
    {
        using var folder = new RecordingFolder();
        var store = Open(folder.Options with { QueueItemsMax = 1 });
        for (var index = 0; index < 500; index++)
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(200_000, index));
        await store.DisposeAsync();
        Assert.True(store.LeftOutCount > 0);
        Assert.All(folder.Read(), entry => Assert.True(entry.Truncated || entry.Content.Length == 200_000));
    }

    [Fact]
    public async Task Read_ContentChanged_SaysSo()
    {
        using var folder = new RecordingFolder();
        await using (var store = Open(folder.Options))
        {
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(1000, 1));
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(1000, 2));
        }
        var segment = Path.Combine(folder.Path, Session, "000001.zst");
        var bytes = File.ReadAllBytes(segment);
        bytes[500] ^= 1;
        File.WriteAllBytes(segment, bytes);
        Assert.Contains("entry 1", Assert.Throws<RecordingCorruptException>(() => folder.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_IndexChanged_SaysSo()
    {
        using var folder = new RecordingFolder();
        await using (var store = Open(folder.Options))
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(1000));
        var index = await File.ReadAllTextAsync(folder.IndexOf());
        await File.WriteAllTextAsync(folder.IndexOf(), "x" + index);
        Assert.Throws<RecordingCorruptException>(() => folder.Read());
        await File.WriteAllTextAsync(folder.IndexOf(), index.Replace("\"stored\":", "\"stored\":9", StringComparison.Ordinal));
        Assert.Throws<RecordingCorruptException>(() => folder.Read());
    }

    [Fact]
    public void Read_UnknownSession_SaysSo()
    {
        using var folder = new RecordingFolder();
        Assert.Throws<FileNotFoundException>(() => RecordingReader.Read(folder.Path, Session));
    }
}
