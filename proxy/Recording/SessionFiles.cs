using System.Globalization;

namespace Snowtrail.Proxy.Recording;

/// <summary>Names and modes of a session's files: <c>index.jsonl</c> and <c>000001.zst</c>, … in a folder named as the session.</summary>
internal static class SessionFiles
{
    private const string Extension = ".zst";

    public static string Folder(string directory, string sessionId)
    {
        SessionIds.ThrowIfInvalid(sessionId);
        return Path.Combine(directory, sessionId);
    }

    public static string Index(string folder) => Path.Combine(folder, "index.jsonl");

    public static string Segment(string folder, int number) =>
        Path.Combine(folder, number.ToString("D6", CultureInfo.InvariantCulture) + Extension);

    public static int LastSegment(string folder) => Segments(folder).Select(file => file.Number).DefaultIfEmpty(0).Max();

    public static long StoredBytes(string folder) => Segments(folder).Sum(file => file.Info.Length);

    public static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static IEnumerable<(int Number, FileInfo Info)> Segments(string folder) =>
        from info in new DirectoryInfo(folder).EnumerateFiles("*" + Extension)
        let name = Path.GetFileNameWithoutExtension(info.Name)
        where int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select (int.Parse(name, CultureInfo.InvariantCulture), info);
}
