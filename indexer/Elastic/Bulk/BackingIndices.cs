using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Snowtrail.Indexer.Elastic.Connecting;
using HttpMethod = Elastic.Transport.HttpMethod;

namespace Snowtrail.Indexer.Elastic.Bulk;

/// <summary>
/// Knows the newest backing index of each data stream. A create is refused for an id that is in it, and only there: what may have been written
/// before it was made has to be looked up.
/// </summary>
internal sealed class BackingIndices(ElasticConnection connection, TimeSpan clockSkewMax)
{
    private readonly ConcurrentDictionary<string, Newest> _newest = new(StringComparer.Ordinal);

    /// <summary>Asks for those of the streams that are not known; a reason when one cannot be known now.</summary>
    public async Task<string?> LearnAsync(IEnumerable<string> streams, CancellationToken cancellation)
    {
        foreach (var stream in streams)
        {
            if (!_newest.ContainsKey(stream) && await AskAsync(stream, cancellation) is { } reason)
                return reason;
        }

        return null;
    }

    /// <summary>Asks again when next needed: there was a rollover, or perhaps another cluster answers.</summary>
    public void Forget(string stream) => _newest.TryRemove(stream, out _);

    /// <summary>Whether the item's record is so old that it may have been written to an earlier backing index.</summary>
    public bool MayBeEarlier(BulkItem item) =>
        !_newest.TryGetValue(item.Stream, out var newest) || (newest.HasEarlier && item.Time < newest.Created + clockSkewMax);

    /// <summary>Whether the stream was not rolled over since it was asked about.</summary>
    public bool IsNewest(string stream, string index) => _newest.TryGetValue(stream, out var newest) && newest.Name == index;

    private async Task<string?> AskAsync(string stream, CancellationToken cancellation)
    {
        var reply = await connection.SendAsync(HttpMethod.GET, $"/{stream}/_settings/index.creation_date?flat_settings=true", null, cancellation);
        if (reply.Status == 404)
            return $"data stream {stream} is not there: run `snowtrail index setup`";
        if (!reply.IsSuccess)
            return reply.Reason;
        if (ElasticReply.Read(reply.Body, Read) is not { } newest)
            return $"data stream {stream} has no backing index that can be read";
        _newest[stream] = newest;
        return null;
    }

    private static Newest? Read(JsonElement answer)
    {
        var indices = answer.EnumerateObject().Select(index => new Newest(
            index.Name,
            DateTimeOffset.FromUnixTimeMilliseconds(
                long.Parse(index.Value.GetProperty("settings").GetProperty("index.creation_date").GetString()!, CultureInfo.InvariantCulture)),
            false)).OrderBy(index => index.Created).ThenBy(index => index.Name, StringComparer.Ordinal).ToList();
        return indices.Count == 0 ? null : indices[^1] with { HasEarlier = indices.Count > 1 };
    }

    private sealed record Newest(string Name, DateTimeOffset Created, bool HasEarlier);
}
