namespace Snowtrail.Indexer.Embedded;

/// <summary>How an embedded index fares.</summary>
/// <param name="Ready">False while the disk refuses writes: records wait, none is lost.</param>
/// <param name="Reason">Why not, for a person; null when ready.</param>
/// <param name="Since">When this state began.</param>
/// <param name="Documents">Documents that are searchable.</param>
/// <param name="Indexed">Records written since the index was opened, repetitions included.</param>
/// <param name="Parked">Records set aside since the index was opened.</param>
/// <param name="Uncommitted">Records written and not yet durable.</param>
/// <param name="FeedDropped">Documents dropped for slow viewers of the feed.</param>
public sealed record IndexHealth(
    bool Ready, string? Reason, DateTimeOffset Since, int Documents, long Indexed, long Parked, int Uncommitted, long FeedDropped);
