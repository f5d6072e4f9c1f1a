using System.Collections.Immutable;
using Snowtrail.Indexer.Documents;

namespace Snowtrail.Indexer.Embedded;

/// <summary>Documents as they become searchable, for whoever watches. A slow viewer never slows the index.</summary>
public sealed class IndexFeed
{
    private readonly int _capacity;
    private ImmutableList<FeedSubscription> _viewers = [];
    private long _dropped;
    private int _closed;

    internal IndexFeed(int capacity) => _capacity = capacity;

    /// <summary>Documents dropped for slow viewers, of all viewers that ever were.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal bool IsWatched => !_viewers.IsEmpty;

    /// <summary>Begins to watch: documents that become searchable from now on. Dispose it to leave.</summary>
    public FeedSubscription Subscribe()
    {
        var viewer = new FeedSubscription(this, _capacity);
        ImmutableInterlocked.Update(ref _viewers, (viewers, added) => viewers.Add(added), viewer);
        if (Volatile.Read(ref _closed) == 1)
            Leave(viewer);
        return viewer;
    }

    internal void Publish(IndexDocument document)
    {
        foreach (var viewer in _viewers)
            viewer.Offer(document);
    }

    internal void Leave(FeedSubscription viewer)
    {
        ImmutableInterlocked.Update(ref _viewers, (viewers, left) => viewers.Remove(left), viewer);
        viewer.Complete();
    }

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void Close()
    {
        // A full fence: whoever subscribes now sees that it is closed, or is among the viewers
        Interlocked.Exchange(ref _closed, 1);
        foreach (var viewer in _viewers)
            Leave(viewer);
    }
}
