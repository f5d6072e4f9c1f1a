using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Lineage;

/// <summary>What is known of objects that every session can see; outlives the process.</summary>
internal sealed class SharedLineage
{
    private readonly Lock _gate = new();
    private readonly LineageFile _file;
    private readonly List<LineageLine> _pending = [];
    private long _version;
    private SqlCatalog _learned = SqlCatalog.Empty;
    private SqlCatalog _catalog = SqlCatalog.Empty;

    public SharedLineage(string dataDirectory)
    {
        _file = new(Path.Combine(dataDirectory, "lineage.jsonl"));
        foreach (var line in _file.Read())
            _learned = _learned.AfterShared(line.AsStatement());
        _catalog = _learned;
    }

    /// <summary>Grows with every change of the catalog.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>What was learned, with all that running statements may be adding to it.</summary>
    public SqlCatalog Catalog => Volatile.Read(ref _catalog);

    /// <summary>Lets other statements see what this one may write before it is known whether it did.</summary>
    public PendingLineage Begin(IReadOnlyList<CatalogChange> changes)
    {
        if (changes.Count == 0)
            return new(() => { });
        var line = new LineageLine(Cautious(changes));
        lock (_gate)
        {
            _pending.Add(line);
            Recompute_NeedsLock();
        }
        return new(() => End(line));
    }

    /// <summary>Takes changes in. Memory knows them even when the disk does not take them.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Learn(IReadOnlyList<CatalogChange> changes)
    {
        var line = new LineageLine(changes);
        lock (_gate)
        {
            _learned = _learned.AfterShared(line.AsStatement());
            Recompute_NeedsLock();
            _file.Append(line);
        }
    }

    /// <summary>The same changes for a statement that may have run in part or not at all: data may have been added, nothing is made clean.</summary>
    public static IReadOnlyList<CatalogChange> Cautious(IEnumerable<CatalogChange> changes) =>
        [.. changes.Where(one => one is { Kind: CatalogChangeKind.Define or CatalogChangeKind.Taint, Lineage: not null })
            .Select(one => one with { Kind = CatalogChangeKind.Taint, SessionOnly = false })];

    private void End(LineageLine line)
    {
        lock (_gate)
        {
            _pending.Remove(line);
            Recompute_NeedsLock();
        }
    }

    private void Recompute_NeedsLock()
    {
        Volatile.Write(ref _catalog, _pending.Aggregate(_learned, (catalog, line) => catalog.AfterShared(line.AsStatement())));
        Interlocked.Increment(ref _version);
    }
}
