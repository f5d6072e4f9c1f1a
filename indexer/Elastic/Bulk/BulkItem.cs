using Snowtrail.Indexer.Documents;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>
/// A document on its way to the server. Of the event that it was made of it keeps the bytes, beside the document's: a few thousand events with
/// all their parts, waiting for answers, would be most of the work of the collector of memory.
/// </summary>
internal sealed class BulkItem(Tracked<EnrichedEvent> tracked, IndexDocument document, string stream, ReadOnlyMemory<byte> payload, BulkSlab slab)
{
    /// <summary>Bytes of a request beside the document, at most: the operation with index and id.</summary>
    public const int OperationBytesMax = 1_024;

    /// <summary>The longest id that the servers take, bytes; a longer one makes them refuse the whole request.</summary>
    public const int IdBytesMax = 512;

    private readonly IReceipt _receipt = tracked.Receipt;
    private BulkSlab? _slab = slab;

    /// <summary>Document key.</summary>
    public string Id { get; } = document.Id;

    /// <summary>The data set that it is of.</summary>
    public string Dataset { get; } = document.Dataset;

    /// <summary>The data stream that it goes to.</summary>
    public string Stream => stream;

    /// <summary>The document, serialised once; good until it is settled.</summary>
    public ReadOnlyMemory<byte> Json { get; } = document.Json;

    /// <summary>The event that it was made of, as it is parked; good until it is settled.</summary>
    public ReadOnlyMemory<byte> Payload => payload;

    /// <summary>When that happened.</summary>
    public DateTimeOffset Time { get; } = tracked.Value.Time;

    /// <summary>Why it can be no document; null: it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Bytes in a request.</summary>
    public int Weight => Json.Length + OperationBytesMax;

    /// <summary>Set for what may be told again with more in it.</summary>
    public FindingVersion? Version { get; } = tracked.Value.Body is Alert alert ? FindingVersion.Of(alert) : null;

    /// <summary>Whether it may be there already, in another backing index than the one it would be created in.</summary>
    public bool MustLookUp { get; set; } = tracked.Value.Body is Alert;

    /// <summary>The stored document to replace; null: create it.</summary>
    public StoredDocument? Replaces { get; set; }

    /// <summary>Ends its journey.</summary>
    public void Settle(Settlement settlement)
    {
        _receipt.Settle(settlement);
        Interlocked.Exchange(ref _slab, null)?.Release();
    }
}
