using System.Buffers;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Embedded;

/// <summary>The bytes of a record that is parked.</summary>
internal static class ParkedPayload
{
    public static ReadOnlyMemory<byte> Of(EnrichedEvent enriched) => Of(enriched, new());

    /// <summary>The same in a buffer that is used again: good until then.</summary>
    public static ReadOnlyMemory<byte> Of(EnrichedEvent enriched, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        try
        {
            enriched.WriteAvro(buffer);
            return buffer.WrittenMemory;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A body of a kind that the schema lacks has no bytes; id and reason remain
            return ReadOnlyMemory<byte>.Empty;
        }
    }
}
