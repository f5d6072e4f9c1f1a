using System.Security.Cryptography;
using System.Text.Json;
using ZstdSharp;

namespace Snowtrail.Proxy.Recording;

/// <summary>Reads a session's recording, also while it is being written.</summary>
public static class RecordingReader
{
    /// <summary>
    /// The entries in the order in which they ended, one content in memory at a time. A content that is whole is checked against its digest.
    /// </summary>
    /// <param name="directory">The directory of the recordings.</param>
    /// <param name="sessionId">Whose.</param>
    /// <exception cref="ArgumentException">The session id is not one.</exception>
    /// <exception cref="FileNotFoundException">Nothing is recorded of the session.</exception>
    /// <exception cref="RecordingCorruptException">While enumerating: an entry or its content is not as it was written.</exception>
    public static IEnumerable<RecordedEntry> Read(string directory, string sessionId)
    {
        var folder = SessionFiles.Folder(directory, sessionId);
        if (!File.Exists(SessionFiles.Index(folder)))
            throw new FileNotFoundException($"there is no recording of session {sessionId} in {directory}");
        return Enumerate(folder, sessionId);
    }

    private static IEnumerable<RecordedEntry> Enumerate(string folder, string sessionId)
    {
        using var index = new FileStream(SessionFiles.Index(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(index);
        using var decompressor = new Decompressor();
        long? first = null;
        for (var number = 1; text.ReadLine() is { } json; number++)
        {
            if (Parse(json) is not { } line)
            {
                if (text.EndOfStream && !EndsWithLine(index))
                    yield break;
                throw new RecordingCorruptException($"session {sessionId}, entry {number}: the index line is damaged");
            }
            first ??= line.AtMicros;
            yield return Load(line, first.Value, folder, decompressor, $"session {sessionId}, entry {number}");
        }
    }

    // A last line without its end is still being written, or was torn
    private static bool EndsWithLine(FileStream index)
    {
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(index.SafeFileHandle, last, index.Length - 1) == 1 && last[0] == '\n';
    }

    private static IndexLine? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, IndexLineJson.Default.IndexLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RecordedEntry Load(IndexLine line, long first, string folder, Decompressor decompressor, string where)
    {
        var content = Content(line, folder, decompressor, where);
        if (!line.Truncated && Convert.ToHexStringLower(SHA256.HashData(content)) != line.Sha256)
            throw new RecordingCorruptException($"{where}: the content does not match its digest {line.Sha256}");
        return new(new(line.Kind, line.RequestId, line.ContentType, line.QueryId, line.Chunk),
            DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(line.AtMicros), TimeSpan.FromMicroseconds(line.AtMicros - first),
            TimeSpan.FromMicroseconds(line.TookMicros), line.Bytes, line.Sha256, line.Truncated, content);
    }

    private static byte[] Content(IndexLine line, string folder, Decompressor decompressor, string where)
    {
        var content = new byte[line.Parts.Sum(part => (long)part.Bytes)];
        var filled = 0;
        try
        {
            foreach (var part in line.Parts)
            {
                using var segment = File.OpenHandle(SessionFiles.Segment(folder, part.Segment), share: FileShare.ReadWrite | FileShare.Delete);
                var stored = new byte[part.Stored];
                if (RandomAccess.Read(segment, stored, part.Offset) != stored.Length)
                    throw new EndOfStreamException($"segment {part.Segment} ends early");
                if (decompressor.Unwrap(stored, content.AsSpan(filled, part.Bytes)) != part.Bytes)
                    throw new InvalidDataException($"a piece in segment {part.Segment} has another size");
                filled += part.Bytes;
            }
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or ZstdException)
        {
            throw new RecordingCorruptException($"{where}: {fault.Message}", fault);
        }
        return content;
    }
}
