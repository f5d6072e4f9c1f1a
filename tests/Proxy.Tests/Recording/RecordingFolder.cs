using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Snowtrail.Proxy.Recording;

namespace Snowtrail.Proxy.Tests.Recording;

internal sealed class RecordingFolder : IDisposable
{
    public const string Session = "s_01JTEST";

    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("snowtrail-recording-").FullName, "recordings");

    public RecordingOptions Options => new() { Directory = Path };

    public static RecordingStore Open(RecordingOptions options, TimeProvider? time = null) =>
        RecordingStore.Open(options, time ?? TimeProvider.System, NullLogger.Instance);

    public static RecordingEntry Entry(RecordingKind kind, string request = "r1", int? chunk = null) =>
        new(kind, request, kind == RecordingKind.Statement ? "text/plain" : "application/json", kind == RecordingKind.Statement ? null : "01b2", chunk);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Bytes that zstd cannot make smaller.</summary>
    public static byte[] Noise(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public List<RecordedEntry> Read(string session = Session) => [.. RecordingReader.Read(Path, session)];

    public string IndexOf(string session = Session) => System.IO.Path.Combine(Path, session, "index.jsonl");

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
