namespace Snowtrail.Indexer.Tests;

/// <summary>A directory that goes with its test.</summary>
internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("snowtrail-index-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
