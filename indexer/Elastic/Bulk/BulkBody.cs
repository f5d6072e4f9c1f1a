using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>
/// The lines of a bulk request: an operation, then its document. They are written straight to the connection: a body of its own would be
/// megabytes of fresh memory for each request.
/// </summary>
internal static class BulkBody
{
    private const int FlushBytes = 64 * 1024;
    private static readonly StreamPipeWriterOptions Buffers = new(minimumBufferSize: FlushBytes, leaveOpen: true);

    /// <summary>Writes all items, each document's bytes as they are.</summary>
    public static async Task WriteAsync(IReadOnlyList<BulkItem> items, Stream stream, CancellationToken cancellation)
    {
        var body = PipeWriter.Create(stream, Buffers);
        foreach (var item in items)
        {
            Write(body, item);
            if (body.UnflushedBytes >= FlushBytes)
                await body.FlushAsync(cancellation);
        }

        await body.FlushAsync(cancellation);
        await body.CompleteAsync();
    }

    /// <summary>Deletes what is stored, unless it has changed since.</summary>
    public static async Task DeleteAsync(IReadOnlyList<StoredDocument> documents, Stream stream, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(documents.Select(document => Operation("delete", document) + "\n"))), cancellation);

    private static void Write(PipeWriter body, BulkItem item)
    {
        if (item.Replaces is { } stored)
            Write(body, Operation("index", stored));
        else
            WriteCreate(body, item);
        body.Write("\n"u8);
        body.Write(item.Json.Span);
        body.Write("\n"u8);
    }

    private static void WriteCreate(PipeWriter body, BulkItem item)
    {
        body.Write("{\"create\":{\"_index\":\""u8);
        Write(body, item.Stream);
        body.Write("\",\"_id\":\""u8);
        body.Write(JsonEncodedText.Encode(item.Id).EncodedUtf8Bytes);
        body.Write("\"}}"u8);
    }

    private static string Operation(string name, StoredDocument stored) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"{{{name}}}":{"_index":"{{{stored.Index}}}","_id":"{{{JsonEncodedText.Encode(stored.Id)}}}","if_seq_no":{{{stored.SequenceNumber}}},"if_primary_term":{{{stored.PrimaryTerm}}}}}""");

    private static void Write(PipeWriter body, string text) => Encoding.UTF8.GetBytes(text, body);
}
