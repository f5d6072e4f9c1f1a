using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>The lines of a bulk request: an operation, then its document. The documents' bytes are copied as they are.</summary>
internal static class BulkBody
{
    /// <summary>All items as one body.</summary>
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<BulkItem> items)
    {
        var body = new ArrayBufferWriter<byte>(items.Sum(item => item.Json.Length + 256));
        foreach (var item in items)
        {
            if (item.Replaces is { } stored)
                Write(body, Operation("index", stored));
            else
                WriteCreate(body, item);
            Write(body, "\n"u8);
            Write(body, item.Json.Span);
            Write(body, "\n"u8);
        }

        return body.WrittenMemory;
    }

    /// <summary>Deletes what is stored, unless it has changed since.</summary>
    public static ReadOnlyMemory<byte> Delete(IReadOnlyList<StoredDocument> documents) =>
        Encoding.UTF8.GetBytes(string.Concat(documents.Select(document => Operation("delete", document) + "\n")));

    private static void WriteCreate(ArrayBufferWriter<byte> body, BulkItem item)
    {
        Write(body, "{\"create\":{\"_index\":\""u8);
        Write(body, item.Stream);
        Write(body, "\",\"_id\":\""u8);
        Write(body, JsonEncodedText.Encode(item.Id).EncodedUtf8Bytes);
        Write(body, "\"}}"u8);
    }

    private static string Operation(string name, StoredDocument stored) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"{{{name}}}":{"_index":"{{{stored.Index}}}","_id":"{{{JsonEncodedText.Encode(stored.Id)}}}","if_seq_no":{{{stored.SequenceNumber}}},"if_primary_term":{{{stored.PrimaryTerm}}}}}""");

    private static void Write(ArrayBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);

    private static void Write(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> bytes) => body.Write(bytes);
}
