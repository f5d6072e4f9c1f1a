using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Snowtrail.Proxy.Identity;

namespace Snowtrail.Proxy.Sessions;

/// <summary>Keeps sessions over a restart: one sealed file each.</summary>
internal sealed partial class SessionVault
{
    private const string Purpose = "session", Extension = ".session";
    private readonly string _folder;
    private readonly KeyRing _ring;
    private readonly ILogger _log;

    public SessionVault(string dataDirectory, KeyRing ring, ILogger log)
    {
        (_folder, _ring, _log) = (Path.Combine(dataDirectory, "sessions"), ring, log);
        PrivateFiles.CreateDirectory(_folder);
    }

    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Save(SessionRecord record) =>
        PrivateFiles.Write(PathOf(record.Number), _ring.Seal(JsonSerializer.SerializeToUtf8Bytes(record), Purpose + record.Number.ToString(CultureInfo.InvariantCulture)));

    public void Delete(long number)
    {
        File.Delete(PathOf(number));
        File.Delete(LineagePathOf(number));
    }

    /// <summary>Where the lineage of a session's own objects lies.</summary>
    public string LineagePathOf(long number) => Path.Combine(_folder, number.ToString(CultureInfo.InvariantCulture) + ".lineage");

    /// <summary>All sessions that can be read. What cannot is removed: nobody holds a token that could open it.</summary>
    public IEnumerable<SessionRecord> Load(int countMax)
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + Extension).Take(countMax))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            if (Read(path, number) is { } record)
            {
                yield return record;
                continue;
            }
            LogUnreadable(number);
            Delete(number);
        }
    }

    private SessionRecord? Read(string path, long number)
    {
        try
        {
            return _ring.Open(File.ReadAllBytes(path), Purpose + number.ToString(CultureInfo.InvariantCulture)) is { } plain
                ? JsonSerializer.Deserialize<SessionRecord>(plain)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            return null;
        }
    }

    private string PathOf(long number) => Path.Combine(_folder, number.ToString(CultureInfo.InvariantCulture) + Extension);

    [LoggerMessage(120, LogLevel.Warning, "Session {Session} cannot be resumed: its file does not open with the key ring")]
    private partial void LogUnreadable(long session);
}
