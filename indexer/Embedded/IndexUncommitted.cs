using Snowtrail.Indexer.Documents;
using Snowtrail.Schemas;
using Snowtrail.Schemas.Flow;

namespace Snowtrail.Indexer.Embedded;

/// <summary>
/// Everything since the last commit, so that it can be written again after a fault, and the documents since the last refresh, for the feed.
/// </summary>
internal sealed class IndexUncommitted
{
    private readonly List<IndexEntry> _entries = [];
    private readonly List<IndexDocument> _fresh = [];
    private int _next;

    public int Count => _entries.Count;

    /// <summary>Whether something was written since the last refresh.</summary>
    public bool IsStale { get; private set; }

    public void Add(IReadOnlyList<Tracked<EnrichedEvent>> batch) => _entries.AddRange(batch.Select(tracked => new IndexEntry(tracked)));

    /// <summary>The next record to write; null when all are.</summary>
    public IndexEntry? Next() => _next < _entries.Count ? _entries[_next] : null;

    /// <summary>The next record was written, or parked without a document. The document's bytes are copied when somebody watches, else not kept.</summary>
    public void Advance(IndexDocument? document, bool watched)
    {
        _next++;
        IsStale |= document is not null;
        if (document is not null && watched)
            _fresh.Add(document with { Json = document.Json.ToArray() });
    }

    /// <summary>The documents that a refresh made searchable.</summary>
    public IReadOnlyList<IndexDocument> TakeFresh()
    {
        IsStale = false;
        IndexDocument[] fresh = [.. _fresh];
        _fresh.Clear();
        return fresh;
    }

    /// <summary>The writer was lost: all is to be written again.</summary>
    public void Rewind()
    {
        _next = 0;
        _fresh.Clear();
    }

    /// <summary>All is durable.</summary>
    public void Settle()
    {
        foreach (var entry in _entries)
            entry.Settle();
        _entries.Clear();
        _next = 0;
    }
}
