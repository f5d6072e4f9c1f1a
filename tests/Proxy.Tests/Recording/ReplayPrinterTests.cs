using System.IO.Compression;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Snowtrail.Proxy.Recording;
using static Snowtrail.Proxy.Tests.Recording.RecordingFolder;

namespace Snowtrail.Proxy.Tests.Recording;

public sealed class ReplayPrinterTests
{
    private static RecordedEntry Recorded(RecordingKind kind, byte[] content, double offset = 0, double took = 0, int? chunk = null, bool truncated = false) =>
        new(Entry(kind, chunk: chunk), DateTimeOffset.UnixEpoch.AddSeconds(offset), TimeSpan.FromSeconds(offset), TimeSpan.FromSeconds(took),
            truncated ? content.Length * 2 : content.Length, "00ff", truncated, content);

    private static string Print(bool json, params RecordedEntry[] entries)
    {
        var output = new StringWriter { NewLine = "\n" };
        ReplayPrinter.Print(output, entries, json);
        return output.ToString();
    }

    [Fact]
    public void Print_StatementAndRows_ShowsTimingOutcomeAndATable()
    {
        var answer = Utf8("""{"data":{"rowtype":[{"name":"ID"},{"name":"NAME"}],"rowset":[["1","Ann"],["2",null]]},"code":null,"message":null,"success":true}""");
        var text = Print(false,
            Recorded(RecordingKind.Statement, Utf8("SELECT *\nFROM T")),
            Recorded(RecordingKind.Inline, answer, 1.25, 0.5));
        Assert.Equal("""
            +0.000s  statement  request r1  15 bytes
                SELECT *
                FROM T
            +1.250s  answer     request r1  query 01b2  129 bytes  in 0.500s
                success
                ID | NAME
                ---+-----
                1  | Ann
                2  | NULL

            """.ReplaceLineEndings("\n").Replace("129 bytes", $"{answer.Length} bytes", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Print_Failure_ShowsCodeStateAndMessage() =>
        Assert.Contains("failed 002003 42S02 no such table", Print(false,
            Recorded(RecordingKind.Inline, Utf8("""{"data":{"sqlState":"42S02"},"code":"002003","message":"no such table","success":false}"""))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""["1","a"],["2","b"]""")]
    [InlineData("""[["1","a"],["2","b"]]""")]
    public void Print_JsonChunk_ShowsItsRows(string chunk) =>
        Assert.EndsWith("    1 | a\n    2 | b\n", Print(false, Recorded(RecordingKind.Chunk, Utf8(chunk), chunk: 0)), StringComparison.Ordinal);

    [Fact]
    public void Print_GzippedChunk_ShowsItsRows()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write("""["1","a"]"""u8);
        Assert.EndsWith("    1 | a\n", Print(false, Recorded(RecordingKind.Chunk, packed.ToArray(), chunk: 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Print_ArrowChunk_ShowsItsRows()
    {
        var scaled = new Field("PRICE", Int32Type.Default, true, new Dictionary<string, string> { ["scale"] = "2" });
        var schema = new Schema([scaled, new Field("NAME", StringType.Default, true)], null);
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(new RecordBatch(schema,
                [new Int32Array.Builder().Append(-1999).Append(5).Build(), new StringArray.Builder().Append("pen").AppendNull().Build()], 2));
            writer.WriteEnd();
        }
        Assert.EndsWith("    PRICE  | NAME\n    -------+-----\n    -19.99 | pen\n    0.05   | NULL\n",
            Print(false, Recorded(RecordingKind.Chunk, stream.ToArray(), chunk: 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Print_ManyRows_ShowsTheFirst()
    {
        var rows = string.Join(',', Enumerable.Range(0, 25).Select(row => $"[\"{row}\"]"));
        Assert.Contains("... 15 more rows", Print(false, Recorded(RecordingKind.Chunk, Utf8(rows), chunk: 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Print_EscapeSequences_NeverReachTheTerminal()
    {
        var text = Print(false,
            Recorded(RecordingKind.Statement, Utf8("SELECT '\u001b]0;owned\u0007\u202e'")),
            Recorded(RecordingKind.Chunk, Utf8("""["\u001b[2J"]"""), chunk: 0));
        Assert.DoesNotContain(text, c => c is '\u001b' or '\u0007' or '\u202e');
        Assert.Contains("SELECT", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[[[")]
    [InlineData("""{"data":{"rowset":[1]}}""")]
    [InlineData("""{"data":{"rowset":[["1"]],"rowtype":[1]}}""")]
    [InlineData("""{"data":{"rowsetBase64":"AAAA"}}""")]
    [InlineData("""{"data":{"rowsetBase64":"%%"}}""")]
    [InlineData("""{"data":7}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Print_ContentThatIsNoAnswer_StillPrintsTheEntry(string content)
    {
        foreach (var kind in Enum.GetValues<RecordingKind>())
            Assert.StartsWith("+0.000s", Print(false, Recorded(kind, Utf8(content), chunk: 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Print_Truncated_SaysHowMuchIsThere() =>
        Assert.Contains("truncated: 8 of 16 bytes recorded", Print(false, Recorded(RecordingKind.Statement, Utf8("SELECT 1"), truncated: true)), StringComparison.Ordinal);

    [Fact]
    public void Print_Json_IsALineForEachEntry()
    {
        var lines = Print(true,
            Recorded(RecordingKind.Statement, Utf8("SELECT\n'é'")),
            Recorded(RecordingKind.Chunk, [0xff, 0x00], 2, chunk: 4)).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        var (statement, chunk) = (JsonDocument.Parse(lines[0]).RootElement, JsonDocument.Parse(lines[1]).RootElement);
        Assert.Equal("SELECT\n'é'", statement.GetProperty("content").GetString());
        Assert.Equal("statement", statement.GetProperty("kind").GetString());
        Assert.Equal([0xff, 0x00], chunk.GetProperty("content_base64").GetBytesFromBase64());
        Assert.Equal((4, 2.0), (chunk.GetProperty("chunk").GetInt32(), chunk.GetProperty("offset_seconds").GetDouble()));
    }
}
