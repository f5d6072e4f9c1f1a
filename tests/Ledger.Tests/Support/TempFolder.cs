namespace Snowtrail.Ledger.Tests.Support;

internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("snowtrail-ledger-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
