namespace Snowtrail.Ledger.Files;

/// <summary>The real disk.</summary>
internal sealed class DiskFiles : ISegmentFiles
{
    public static DiskFiles Instance { get; } = new();

    public ISegmentFile Create(string path)
    {
        File.Delete(path);
        return new DiskFile(path, FileMode.CreateNew);
    }

    public ISegmentFile Open(string path) => new DiskFile(path, FileMode.Open);

    public void Delete(string path) => File.Delete(path);

    public void FlushDirectory(string directory) => DirectoryFlush.Run(directory);
}
