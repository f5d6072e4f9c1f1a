using System.Threading.Channels;
using Snowtrail.Indexer.Documents;

namespace Snowtrail.Indexer.Embedded;

/// <summary>One viewer's share of the feed: bounded; when it is full the oldest document makes room and is counted.</summary>
public sealed class FeedSubscription : IDisposable
{
    private readonly Channel<IndexDocument> _channel;
    private readonly IndexFeed _feed;
    private long _dropped;

    internal FeedSubscription(IndexFeed feed, int capacity)
    {
        _feed = feed;
        var options = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _channel = Channel.CreateBounded<IndexDocument>(options, _ => Count());
    }

    /// <summary>The documents, in the order in which they were indexed. Completes when the index closes or the viewer leaves.</summary>
    public ChannelReader<IndexDocument> Documents => _channel.Reader;

    /// <summary>Documents this viewer missed because it was slow.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Leaves the feed.</summary>
    public void Dispose() => _feed.Leave(this);

    internal void Offer(IndexDocument document) => _channel.Writer.TryWrite(document);

    internal void Complete() => _channel.Writer.TryComplete();

    private void Count()
    {
        Interlocked.Increment(ref _dropped);
        _feed.CountDropped();
    }
}
