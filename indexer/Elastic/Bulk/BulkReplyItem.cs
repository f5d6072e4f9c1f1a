using Snowtrail.Indexer.Elastic.Connecting;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>What a bulk answer says of one document.</summary>
/// <param name="Index">The backing index that it went to; empty when none.</param>
/// <param name="Status">As HTTP would say it.</param>
/// <param name="Error">What was wrong with it.</param>
internal readonly record struct BulkReplyItem(string Index, int Status, ElasticError Error);
