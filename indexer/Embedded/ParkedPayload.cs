using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Embedded;

/// <summary>The bytes of a record that is parked.</summary>
internal static class ParkedPayload
{
    public static ReadOnlyMemory<byte> Of(EnrichedEvent enriched)
    {
        try
        {
            return enriched.ToAvro();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A body of a kind that the schema lacks has no bytes; id and reason remain
            return ReadOnlyMemory<byte>.Empty;
        }
    }
}
