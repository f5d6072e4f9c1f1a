using System.Runtime.InteropServices;

namespace Snowtrail.Ledger.Files;

/// <summary>
/// Makes a directory's entries durable. .NET refuses to open a directory as a file, so this asks the C library. On Windows there is nothing to
/// do: NTFS journals its metadata.
/// </summary>
internal static partial class DirectoryFlush
{
    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(directory, 0);
        if (descriptor < 0)
            throw Failure("open", directory);
        try
        {
            if (Sync(descriptor) != 0)
                throw Failure("fsync", directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string call, string directory) =>
        new($"{call} of directory {directory}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
