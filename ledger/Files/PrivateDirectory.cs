namespace Snowtrail.Ledger.Files;

internal static class PrivateDirectory
{
    /// <summary>Creates the directory, enterable by its owner only, and makes its entry durable. Does nothing when it exists.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
            DirectoryFlush.Run(parent);
    }
}
