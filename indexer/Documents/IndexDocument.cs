namespace Snowtrail.Indexer.Documents;

/// <summary>One document of the index, as it is stored and shown.</summary>
/// <param name="Id">Document key, <c>event.id</c>: the same record gives the same key, so that a replay replaces.</param>
/// <param name="Dataset"><c>event.dataset</c>, such as <c>snowflake_gateway.query</c>.</param>
/// <param name="Timestamp"><c>@timestamp</c>.</param>
/// <param name="Json">The whole document: nested ECS form, UTF-8.</param>
public sealed record IndexDocument(string Id, string Dataset, DateTimeOffset Timestamp, ReadOnlyMemory<byte> Json);
