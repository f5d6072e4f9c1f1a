using System.Text;
using System.Text.Json;
using Snowtrail.Indexer.Elastic.Connecting;
using HttpMethod = Elastic.Transport.HttpMethod;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>
/// Looks ids up over all backing indices of a data stream, where a create sees the newest only. What it finds twice, because the stream was
/// rolled over between two writes, it brings back to one.
/// </summary>
internal sealed class StoredDocuments(ElasticConnection connection)
{
    /// <summary>Finds which of the items are stored, by id; a reason instead when that cannot be known now.</summary>
    public async Task<(IReadOnlyDictionary<string, StoredDocument>? Found, string Reason)> FindAsync(
        string stream, IReadOnlyList<BulkItem> items, CancellationToken cancellation)
    {
        // A search sees what was refreshed; what an earlier request wrote must be seen
        var refreshed = await connection.SendAsync(HttpMethod.POST, $"/{stream}/_refresh", null, cancellation);
        if (!refreshed.IsSuccess)
            return (null, refreshed.Reason);
        var reply = await connection.SendAsync(HttpMethod.POST, $"/{stream}/_search?allow_partial_search_results=false", Query(items), cancellation);
        if (!reply.IsSuccess)
            return (null, reply.Reason);
        if (ElasticReply.Read(reply.Body, Read) is not { } stored)
            return (null, "the answer to a search is none");
        var copies = stored.GroupBy(document => document.Id, Order).ToList();
        var spare = copies.SelectMany(SpareCopies).ToList();
        if (spare.Count > 0 && await DeleteAsync(spare, cancellation) is { } fault)
            return (null, fault);
        return (copies.Select(Best).ToDictionary(document => document.Id, Order), "");
    }

    private static StringComparer Order => StringComparer.Ordinal;

    /// <summary>Of several copies the one that gathered most; of equal ones that in the oldest backing index, so that all indexers choose the same.</summary>
    private static StoredDocument Best(IEnumerable<StoredDocument> copies) =>
        copies.OrderByDescending(copy => copy.Version).ThenBy(copy => copy.Index, Order).First();

    private static IEnumerable<StoredDocument> SpareCopies(IGrouping<string, StoredDocument> copies)
    {
        var best = Best(copies);
        return copies.Where(copy => copy != best);
    }

    private async Task<string?> DeleteAsync(IReadOnlyList<StoredDocument> spare, CancellationToken cancellation)
    {
        var reply = await connection.SendLinesAsync($"/_bulk?{BulkReply.Filter}", (stream, cut) => BulkBody.DeleteAsync(spare, stream, cut), cancellation);
        if (!reply.IsSuccess)
            return reply.Reason;
        var items = BulkReply.Read(reply.Body.Span);
        return items?.All(item => item.Status is (>= 200 and < 300) or 404) == true ? null : "a second copy of a document could not be deleted yet";
    }

    private static ReadOnlyMemory<byte> Query(IReadOnlyList<BulkItem> items)
    {
        // Room for a few copies of each; more are found the next time
        var ids = JsonSerializer.Serialize(items.Select(item => item.Id).Distinct(Order));
        var size = Math.Min(10_000, items.Count * 4);
        return Encoding.UTF8.GetBytes(
            $$$"""{"query":{"ids":{"values":{{{ids}}}}},"size":{{{size}}},"seq_no_primary_term":true,"_source":[{{{FindingVersion.Fields}}}]}""");
    }

    private static List<StoredDocument> Read(JsonElement answer) =>
    [
        .. answer.GetProperty("hits").GetProperty("hits").EnumerateArray().Select(hit => new StoredDocument(
            hit.GetProperty("_index").GetString()!,
            hit.GetProperty("_id").GetString()!,
            hit.GetProperty("_seq_no").GetInt64(),
            hit.GetProperty("_primary_term").GetInt64(),
            hit.TryGetProperty("_source", out var source) ? FindingVersion.Of(source) : default)),
    ];
}
