using System.Security.Cryptography;
using Snowtrail.Proxy.Recording;
using static Snowtrail.Proxy.Tests.Recording.RecordingFolder;

namespace Snowtrail.Proxy.Tests.Recording;

public sealed class RecordingStoreTests
{
    [Fact]
    public async Task Append_SeveralKinds_AreReadBackAsDelivered()
    {
        using var folder = new RecordingFolder();
        await using (var store = Open(folder.Options))
        {
            var digest = await store.AppendAsync(Session, Entry(RecordingKind.Statement), Utf8("SELECT 1"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("SELECT 1"u8)), digest);
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Utf8("{\"success\":true}"));
            await store.AppendAsync(Session, Entry(RecordingKind.Poll), default);
            await store.AppendAsync("s_other", Entry(RecordingKind.Statement), Utf8("SELECT 2"));
        }
        var entries = folder.Read();
        Assert.Equal([RecordingKind.Statement, RecordingKind.Inline, RecordingKind.Poll], entries.Select(entry => entry.Entry.Kind));
        Assert.Equal("SELECT 1"u8, entries[0].Content.Span);
        Assert.Equal(Entry(RecordingKind.Inline), entries[1].Entry);
        Assert.Equal(0, entries[2].Bytes);
        Assert.All(entries, entry => Assert.False(entry.Truncated));
        Assert.Single(folder.Read("s_other"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256 * 1024 - 1)]
    [InlineData(256 * 1024)]
    [InlineData(256 * 1024 + 1)]
    [InlineData(3_000_000)]
    public async Task Stream_InOddSteps_IsReadBackWhole(int size)
    {
        using var folder = new RecordingFolder();
        var content = Noise(size);
        string digest;
        await using (var store = Open(folder.Options with { SegmentBytesMax = 1_000_000 }))
        {
            using var stream = store.Begin(Session, Entry(RecordingKind.Chunk, chunk: 0));
            for (var offset = 0; offset < size; offset += 70_001)
                await stream.WriteAsync(content.AsMemory(offset, Math.Min(70_001, size - offset)));
            digest = await stream.CompleteAsync();
        }
        var entry = Assert.Single(folder.Read());
        Assert.Equal(content, entry.Content.ToArray());
        Assert.Equal((size, false, Convert.ToHexStringLower(SHA256.HashData(content))), (entry.Bytes, entry.Truncated, digest));
    }

    [Fact]
    public async Task Stream_TwoAtOnce_DoNotMix()
    {
        using var folder = new RecordingFolder();
        byte[][] contents = [Noise(1_000_000, 1), Noise(1_000_000, 2)];
        await using (var store = Open(folder.Options))
        {
            IRecordingStream[] streams = [store.Begin(Session, Entry(RecordingKind.Chunk, chunk: 0)), store.Begin(Session, Entry(RecordingKind.Chunk, chunk: 1))];
            for (var offset = 0; offset < 1_000_000; offset += 100_000)
            {
                await streams[0].WriteAsync(contents[0].AsMemory(offset, 100_000));
                await streams[1].WriteAsync(contents[1].AsMemory(offset, 100_000));
            }
            await streams[1].CompleteAsync();
            await streams[0].CompleteAsync();
        }
        Assert.Equal([1, 0], folder.Read().Select(entry => entry.Entry.Chunk!.Value));
        Assert.All(folder.Read(), entry => Assert.Equal(contents[entry.Entry.Chunk!.Value], entry.Content.ToArray()));
    }

    [Fact]
    public async Task Append_TheSameAgain_IsStoredOnce()
    {
        using var folder = new RecordingFolder();
        await using (var store = Open(folder.Options))
        {
            for (var poll = 0; poll < 20; poll++)
                await store.AppendAsync(Session, Entry(RecordingKind.Poll), Noise(10_000));
        }
        Assert.Equal(20, folder.Read().Count);
        Assert.InRange(new FileInfo(Path.Combine(folder.Path, Session, "000001.zst")).Length, 10_000, 11_000);
    }

    [Fact]
    public async Task Append_AboveTheContentBound_KeepsTheBeginningAndSaysSo()
    {
        using var folder = new RecordingFolder();
        var content = Noise(500_000);
        await using (var store = Open(folder.Options with { ContentBytesMax = 300_000 }))
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), await store.AppendAsync(Session, Entry(RecordingKind.Inline), content));
        var entry = Assert.Single(folder.Read());
        Assert.True(entry.Truncated);
        Assert.Equal(500_000, entry.Bytes);
        Assert.Equal(content[..300_000], entry.Content.ToArray());
    }

    [Fact]
    public async Task Append_AboveTheSessionBound_KeepsTheEntryAndSaysSo()
    {
        using var folder = new RecordingFolder();
        var options = folder.Options with { SessionBytesMax = 10_000 };
        await using (var store = Open(options))
        {
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(8_000, 1));
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(8_000, 2));
        }
        // The bound holds across a restart
        await using (var store = Open(options))
            await store.AppendAsync(Session, Entry(RecordingKind.Inline), Noise(8_000, 3));
        var entries = folder.Read();
        Assert.Equal([false, true, true], entries.Select(entry => entry.Truncated));
        Assert.Equal([8_000, 0, 0], entries.Select(entry => entry.Content.Length));
        Assert.All(entries, entry => Assert.Equal(8_000, entry.Bytes));
    }

    [Fact]
    public async Task Append_AfterReopenAndClose_GoesOnInTheSameIndex()
    {
        using var folder = new RecordingFolder();
        for (var round = 0; round < 3; round++)
        {
            await using var store = Open(folder.Options with { OpenSessionsMax = 1 });
            await store.AppendAsync(Session, Entry(RecordingKind.Statement, "a"), Utf8($"SELECT {round}"));
            await store.AppendAsync("s_other", Entry(RecordingKind.Statement, "b"), Utf8("SELECT"));
            store.CloseSession(Session);
            await store.AppendAsync(Session, Entry(RecordingKind.Statement, "c"), Utf8($"SELECT {round}"));
        }
        Assert.Equal(["SELECT 0", "SELECT 0", "SELECT 1", "SELECT 1", "SELECT 2", "SELECT 2"],
            folder.Read().Select(entry => System.Text.Encoding.UTF8.GetString(entry.Content.Span)));
    }

    [Fact]
    public async Task Append_IndexLineTornByACrash_IsCutAndGoesOn()
    {
        using var folder = new RecordingFolder();
        await using (var store = Open(folder.Options))
            await store.AppendAsync(Session, Entry(RecordingKind.Statement), Utf8("SELECT 1"));
        await File.AppendAllTextAsync(folder.IndexOf(), "{\"kind\":\"Inl");
        Assert.Single(folder.Read());
        await using (var store = Open(folder.Options))
            await store.AppendAsync(Session, Entry(RecordingKind.Statement), Utf8("SELECT 2"));
        Assert.Equal(2, folder.Read().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("é")]
    [InlineData("a.b")]
    public async Task SessionId_ThatIsNotOne_IsRefusedEverywhere(string id)
    {
        using var folder = new RecordingFolder();
        await using var store = Open(folder.Options);
        await Assert.ThrowsAsync<ArgumentException>(() => store.AppendAsync(id, Entry(RecordingKind.Statement), default).AsTask());
        Assert.Throws<ArgumentException>(() => store.Begin(id, Entry(RecordingKind.Statement)));
        Assert.Throws<ArgumentException>(() => store.CloseSession(id));
        Assert.Throws<ArgumentException>(() => RecordingReader.Read(folder.Path, id));
        Assert.Throws<ArgumentException>(() => RecordingReader.Read(folder.Path, new string('a', 65)));
    }

    [Fact]
    public async Task Files_AreForTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix modes");
            return;
        }
        using var folder = new RecordingFolder();
        await using (var store = Open(folder.Options))
            await store.AppendAsync(Session, Entry(RecordingKind.Statement), Utf8("SELECT 1"));
        foreach (var directory in new[] { folder.Path, Path.Combine(folder.Path, Session) })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        foreach (var file in Directory.GetFiles(Path.Combine(folder.Path, Session)))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}
