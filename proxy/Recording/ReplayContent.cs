using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Snowtrail.Proxy.Recording;

/// <summary>What a person sees of a recorded content.</summary>
internal static class ReplayContent
{
    /// <summary>Contents above this are named by their size alone.</summary>
    private const int PreviewBytesMax = 8 * 1024 * 1024;
    private const int TextLinesMax = 200;

    public static IEnumerable<string> Lines(RecordedEntry entry)
    {
        var content = Unpack(entry.Content);
        if (entry.Entry.Kind == RecordingKind.Statement)
            return Text(content.Span);
        if (content.Length is 0 or > PreviewBytesMax)
            return [];
        try
        {
            return entry.Entry.Kind == RecordingKind.Chunk ? Chunk(content) : Answer(content);
        }
        // A truncated or foreign content is not worth failing for: its size was printed
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or IOException or ArgumentException or OverflowException or KeyNotFoundException or IndexOutOfRangeException or NotSupportedException)
        {
            return [$"({Printable.Of(entry.Entry.ContentType)}; cannot be shown as rows)"];
        }
    }

    private static List<string> Text(ReadOnlySpan<byte> content)
    {
        var lines = Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").Split('\n');
        List<string> shown = [.. lines.Take(TextLinesMax).Select(Printable.Of)];
        if (lines.Length > TextLinesMax)
            shown.Add(string.Create(CultureInfo.InvariantCulture, $"... {lines.Length - TextLinesMax} more lines"));
        return shown;
    }

    private static List<string> Answer(ReadOnlyMemory<byte> content)
    {
        using var answer = JsonDocument.Parse(content);
        var root = answer.RootElement;
        List<string> lines = [Outcome(root)];
        if (root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
            lines.AddRange(Rows(data));
        return lines;
    }

    private static string Outcome(JsonElement root)
    {
        var succeeded = root.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True;
        var code = Text(root, "code");
        var message = Text(root, "message");
        var state = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? Text(data, "sqlState") : null;
        var outcome = succeeded ? "success" : "failed";
        return Printable.Of(string.Join(" ", new[] { outcome, code, state, message }.Where(part => !string.IsNullOrEmpty(part))));
    }

    private static IEnumerable<string> Rows(JsonElement data)
    {
        if (data.TryGetProperty("rowsetBase64", out var arrow) && arrow.ValueKind == JsonValueKind.String && arrow.GetString() is { Length: > 0 })
            return ArrowLines(arrow.GetBytesFromBase64());
        if (!data.TryGetProperty("rowset", out var rows) || rows.ValueKind != JsonValueKind.Array)
            return [];
        string[] names = data.TryGetProperty("rowtype", out var types) && types.ValueKind == JsonValueKind.Array
            ? [.. types.EnumerateArray().Select(type => Text(type, "name") ?? "")]
            : [];
        return ReplayTable.Render(names, JsonRows(rows), rows.GetArrayLength());
    }

    private static IEnumerable<string> Chunk(ReadOnlyMemory<byte> content)
    {
        if (content.Span[0] != '[')
            return ArrowLines(content);
        // A chunk's rows come without the brackets round them
        var isBare = content.Span.TrimStart("[ \r\n\t"u8).Length is var rest && content.Length - rest < 2;
        using var rows = JsonDocument.Parse(isBare ? (byte[])[(byte)'[', .. content.Span, (byte)']'] : content);
        return ReplayTable.Render([], JsonRows(rows.RootElement), rows.RootElement.GetArrayLength());
    }

    private static IEnumerable<string> ArrowLines(ReadOnlyMemory<byte> content)
    {
        var (names, rows, total) = ArrowPreview.Read(content, ReplayTable.RowsMax);
        return ReplayTable.Render(names, rows, total);
    }

    private static IReadOnlyList<string[]> JsonRows(JsonElement rows) =>
        [.. rows.EnumerateArray().Take(ReplayTable.RowsMax).Select(row => row.EnumerateArray().Select(Cell).ToArray())];

    private static string Cell(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "NULL",
        JsonValueKind.String => cell.GetString()!,
        _ => cell.GetRawText(),
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Contents are recorded as delivered, which may be gzip; a bomb is read no further than the preview goes
    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> content)
    {
        if (!content.Span.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return content;
        var plain = new byte[PreviewBytesMax + 1];
        try
        {
            using var gzip = new GZipStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
            return plain.AsMemory(0, gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false));
        }
        catch (InvalidDataException)
        {
            return content;
        }
    }
}
