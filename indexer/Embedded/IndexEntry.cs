using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Embedded;

/// <summary>A record that was handed to the index and is not settled yet.</summary>
internal sealed class IndexEntry(Tracked<EnrichedEvent> tracked)
{
    public EnrichedEvent Event => tracked.Value;

    /// <summary>Set when no document could be made of it.</summary>
    public bool IsParked { get; set; }

    public void Settle() => tracked.Receipt.Settle(IsParked ? Settlement.Parked : Settlement.Durable);
}
