namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>A document that is in a backing index, as it was when it was looked up.</summary>
/// <param name="Index">The backing index.</param>
/// <param name="Id">Document key.</param>
/// <param name="SequenceNumber">Its last change, with <paramref name="PrimaryTerm"/>: a write that names both fails when there was a later one.</param>
/// <param name="PrimaryTerm">See above.</param>
/// <param name="Version">How much it has gathered.</param>
internal sealed record StoredDocument(string Index, string Id, long SequenceNumber, long PrimaryTerm, FindingVersion Version);
