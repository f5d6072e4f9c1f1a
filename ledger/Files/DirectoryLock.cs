using System.Globalization;

namespace Snowtrail.Ledger.Files;

/// <summary>
/// One writer per directory: an advisory lock on the file <c>lock</c>, held by the open file, so that it ends with the process however that
/// dies. The file <c>lock.owner</c> names the holder: the locked file itself cannot be read by others. Both stay.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = "lock", OwnerName = "lock.owner";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock. A reader that looks whether there is a writer holds it for a moment, hence the wait.</summary>
    public static DirectoryLock Take(string directory, TimeSpan waitMax, TimeProvider time)
    {
        var path = Path.Combine(directory, FileName);
        for (var attempts = waitMax / Pause; ; attempts--)
        {
            if (TryOpen(path, FileAccess.ReadWrite, FileShare.None) is { } file)
                return Sign(file, directory, time);
            if (attempts < 1)
                throw new LedgerLockedException($"ledger {directory} is in use by {Holder(directory)}; stop it first, or choose another data directory");
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Whether a process writes to the directory now.</summary>
    public static bool IsHeld(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return false;
        using var probe = TryOpen(path, FileAccess.Read, FileShare.Read);
        return probe is null;
    }

    public void Dispose() => _file.Dispose();

    private static DirectoryLock Sign(FileStream file, string directory, TimeProvider time)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():O}\n");
        using var owner = DiskFiles.Instance.Create(Path.Combine(directory, OwnerName));
        owner.Write(0, System.Text.Encoding.UTF8.GetBytes(text));
        return new(file);
    }

    private static string Holder(string directory)
    {
        const string unknown = "another process";
        try
        {
            return File.ReadAllText(Path.Combine(directory, OwnerName)).Trim() is { Length: > 0 } text ? text : unknown;
        }
        catch (IOException)
        {
            return unknown;
        }
    }

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            var options = new FileStreamOptions
            {
                Mode = access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate,
                Access = access,
                Share = share,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows() && access != FileAccess.Read)
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new FileStream(path, options);
        }
        catch (IOException fault) when (fault is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
