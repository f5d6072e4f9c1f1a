namespace Snowtrail.Roles.Tests;

/// <summary>A file for as long as a test needs it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string text) => File.WriteAllText(Path, text);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
