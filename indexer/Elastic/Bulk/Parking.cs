using Snowtrail.Indexer.Embedded;
using Snowtrail.Schemas;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>Makes the record of a document that goes aside.</summary>
internal static class Parking
{
    public static ParkedRecord Record(EnrichedEvent enriched, string reason, DateTimeOffset now) =>
        new() { Id = enriched.Id, Stage = "indexer", Reason = reason, Time = now, Payload = ParkedPayload.Of(enriched) };
}
