using System.Text.Json;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Embedded;

/// <summary>
/// Records of which no document could be made, a line of JSON each: id, stage, reason, time, and the original bytes in base64. A replay may
/// write a record again; the id tells.
/// </summary>
internal sealed class ParkedFile(string path) : IDisposable
{
    private FileStream? _file;
    private bool _dirty;

    public void Write(ParkedRecord record)
    {
        _file ??= Open(path);
        using (var json = new Utf8JsonWriter(_file))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, record.Id);
            json.WriteString("stage"u8, record.Stage);
            json.WriteString("reason"u8, record.Reason);
            json.WriteString("time"u8, record.Time.UtcDateTime);
            json.WriteBase64String("payload"u8, record.Payload.Span);
            json.WriteEndObject();
        }

        _file.WriteByte((byte)'\n');
        _dirty = true;
    }

    /// <summary>Puts what was written on stable storage.</summary>
    public void Flush()
    {
        if (!_dirty)
            return;
        _file!.Flush(flushToDisk: true);
        _dirty = false;
    }

    public void Dispose() => _file?.Dispose();

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
