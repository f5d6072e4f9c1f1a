using Snowtrail.Indexer.Documents;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>A document on its way to the server.</summary>
internal sealed class BulkItem(Tracked<EnrichedEvent> tracked, IndexDocument document, string stream)
{
    /// <summary>Bytes of a request beside the document, at most: the operation with index and id.</summary>
    public const int OperationBytesMax = 1_024;

    /// <summary>The longest id that the servers take, bytes; a longer one makes them refuse the whole request.</summary>
    public const int IdBytesMax = 512;

    /// <summary>What it was made of.</summary>
    public EnrichedEvent Event => tracked.Value;

    /// <summary>Document key.</summary>
    public string Id => document.Id;

    /// <summary>The data set that it is of.</summary>
    public string Dataset => document.Dataset;

    /// <summary>The data stream that it goes to.</summary>
    public string Stream => stream;

    /// <summary>The document, serialised once.</summary>
    public ReadOnlyMemory<byte> Json => document.Json;

    /// <summary>Why it can be no document; null: it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Bytes in a request.</summary>
    public int Weight => document.Json.Length + OperationBytesMax;

    /// <summary>Set for what may be told again with more in it.</summary>
    public FindingVersion? Version { get; } = tracked.Value.Body is Alert alert ? FindingVersion.Of(alert) : null;

    /// <summary>Whether it may be there already, in another backing index than the one it would be created in.</summary>
    public bool MustLookUp { get; set; } = tracked.Value.Body is Alert;

    /// <summary>The stored document to replace; null: create it.</summary>
    public StoredDocument? Replaces { get; set; }

    /// <summary>Ends its journey.</summary>
    public void Settle(Settlement settlement) => tracked.Receipt.Settle(settlement);
}
