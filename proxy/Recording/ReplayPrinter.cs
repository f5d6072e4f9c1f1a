using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Snowtrail.Proxy.Recording;

/// <summary>Prints a session's recording for a person, or a JSON object a line for a program.</summary>
public static class ReplayPrinter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default };

    /// <summary>Prints entries as they are read.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="entries">As <see cref="RecordingReader.Read"/> gives them.</param>
    /// <param name="json">A JSON object a line, with the content as text or, where it is not UTF-8, as base64; otherwise text for reading.</param>
    public static void Print(TextWriter output, IEnumerable<RecordedEntry> entries, bool json)
    {
        foreach (var entry in entries)
        {
            if (json)
                output.WriteLine(ToJson(entry));
            else
                PrintText(output, entry);
        }
    }

    private static void PrintText(TextWriter output, RecordedEntry entry)
    {
        var what = entry.Entry;
        output.Write(string.Create(CultureInfo.InvariantCulture, $"+{entry.Offset.TotalSeconds:0.000}s  {Name(what)}  request {Printable.Of(what.RequestId)}"));
        if (what.QueryId is { } queryId)
            output.Write($"  query {Printable.Of(queryId)}");
        output.Write(string.Create(CultureInfo.InvariantCulture, $"  {entry.Bytes} bytes"));
        if (entry.Took > TimeSpan.Zero)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"  in {entry.Took.TotalSeconds:0.000}s"));
        if (entry.Truncated)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"  truncated: {entry.Content.Length} of {entry.Bytes} bytes recorded"));
        output.WriteLine();
        foreach (var line in ReplayContent.Lines(entry))
            output.WriteLine($"    {line}");
    }

    private static string Name(RecordingEntry entry) => entry.Kind switch
    {
        RecordingKind.Statement => "statement",
        RecordingKind.Inline => "answer   ",
        RecordingKind.Poll => "poll     ",
        _ => string.Create(CultureInfo.InvariantCulture, $"chunk {entry.Chunk,-3}"),
    };

    private static string ToJson(RecordedEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("offset_seconds", entry.Offset.TotalSeconds);
            json.WriteString("at", entry.At);
            json.WriteNumber("took_seconds", entry.Took.TotalSeconds);
            json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Entry.Kind.ToString()));
            json.WriteString("request_id", entry.Entry.RequestId);
            json.WriteString("query_id", entry.Entry.QueryId);
            if (entry.Entry.Chunk is { } chunk)
                json.WriteNumber("chunk", chunk);
            json.WriteString("content_type", entry.Entry.ContentType);
            json.WriteNumber("bytes", entry.Bytes);
            json.WriteString("sha256", entry.Digest);
            json.WriteBoolean("truncated", entry.Truncated);
            if (System.Text.Unicode.Utf8.IsValid(entry.Content.Span))
                json.WriteString("content", entry.Content.Span);
            else
                json.WriteBase64String("content_base64", entry.Content.Span);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
