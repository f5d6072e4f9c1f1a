using Snowtrail.Enrichers.Flow;

namespace Snowtrail.Enrichers.Tests.Flow;

public sealed class FileStateStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("enrichment").FullName;

    private string StateFile => Path.Combine(_directory, "enrichment.state");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Load_NothingSaved_Null() => Assert.Null(new FileStateStore(_directory).Load());

    [Fact]
    public void Save_ThenLoad_NewestWins()
    {
        var store = new FileStateStore(_directory);
        store.Save(3, [1, 2, 3]);
        store.Save(9, [4, 5, 6, 7, 8, 9, 10, 11, 12]);

        var loaded = new FileStateStore(_directory).Load();

        Assert.Equal(9, loaded!.Value.Position);
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11, 12], loaded.Value.State);
        Assert.Single(Directory.GetFiles(_directory));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StateFile));
    }

    [Fact]
    public void Load_AnyByteChangedOrCut_Null()
    {
        var store = new FileStateStore(_directory);
        store.Save(9, [4, 5, 6, 7, 8, 9, 10, 11, 12]);
        var good = File.ReadAllBytes(StateFile);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = good.ToArray();
            bad[at] ^= 0x10;
            File.WriteAllBytes(StateFile, bad);
            Assert.Null(store.Load());
            File.WriteAllBytes(StateFile, good[..at]);
            Assert.Null(store.Load());
        }
    }

    [Fact]
    public void Load_UnfinishedSaveBeside_EarlierStays()
    {
        var store = new FileStateStore(_directory);
        store.Save(9, [1]);
        File.WriteAllBytes($"{StateFile}.new", [0, 1]);

        Assert.Equal(9, store.Load()!.Value.Position);
        store.Save(10, [2]);
        Assert.Equal(10, store.Load()!.Value.Position);
    }
}
