using System.Globalization;

namespace Snowtrail.Ledger.Files;

/// <summary>
/// One writer per directory: an advisory lock on the file <c>lock</c>, held by the open file, so that it ends with the process however that
/// dies. The file stays; its text names the holder.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = "lock";
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
                return Sign(file, time);
            if (attempts < 1)
                throw new LedgerLockedException($"ledger {directory} is in use by {Holder(path)}; stop it first, or choose another data directory");
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

    private static DirectoryLock Sign(FileStream file, TimeProvider time)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():O}\n");
        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush();
        return new(file);
    }

    private static string Holder(string path)
    {
        // Sharing everything makes .NET take no lock of its own, so that the text can be read while it is held
        using var file = TryOpen(path, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file is null)
            return "another process";
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Trim() is { Length: > 0 } text ? text : "another process";
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
