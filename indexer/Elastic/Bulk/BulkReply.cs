using System.Text.Json;
using Snowtrail.Indexer.Elastic.Connecting;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>Reads bulk answers.</summary>
internal static class BulkReply
{
    /// <summary>The parts of an answer that are read; the server leaves out the rest.</summary>
    public const string Filter = "filter_path=items.*._index,items.*.status,items.*.error";

    /// <summary>The items in the order of the request; null when the bytes are no bulk answer.</summary>
    public static IReadOnlyList<BulkReplyItem>? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("items"u8))
                    return Items(ref reader);
            }

            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static List<BulkReplyItem> Items(ref Utf8JsonReader reader)
    {
        var items = new List<BulkReplyItem>();
        var index = "";
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            // { "create": { … } }
            reader.Read();
            reader.Read();
            items.Add(Item(ref reader, ref index));
            reader.Read();
        }

        return items;
    }

    private static BulkReplyItem Item(ref Utf8JsonReader reader, ref string index)
    {
        var status = 0;
        var error = ElasticError.None;
        var (isNamed, depth) = (false, reader.CurrentDepth);
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.ValueTextEquals("_index"u8))
            {
                reader.Read();
                isNamed = true;
                // Nearly all go to the same one: no text is made anew for each
                if (!reader.ValueTextEquals(index))
                    index = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                status = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                using var document = JsonDocument.ParseValue(ref reader);
                error = ElasticError.Read(document.RootElement);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new(isNamed ? index : "", status, error);
    }
}
