namespace Snowtrail.Indexer.Embedded;

/// <summary>Why the index does not take documents now.</summary>
internal sealed record IndexFault(string Reason, DateTimeOffset Since);
