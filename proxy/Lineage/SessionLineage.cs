using Snowtrail.Proxy.Sql;

namespace Snowtrail.Proxy.Lineage;

/// <summary>
/// What one session sees: its own temporary objects, variables and results over what all share. Objects that others can see are kept in the
/// shared part alone, so that what another session adds to them is never hidden.
/// </summary>
internal sealed class SessionLineage
{
    private const int ResultsMax = 1_000;
    private readonly Lock _gate = new();
    private readonly SharedLineage _shared;
    private readonly LineageFile _file;
    private SqlCatalog _own = SqlCatalog.Empty;
    private int _results;
    private long _ownVersion;

    public SessionLineage(SharedLineage shared, string path)
    {
        (_shared, _file) = (shared, new(path));
        foreach (var line in _file.Read())
            _own = _own.After(line.AsStatement());
    }

    /// <summary>Changes with everything that the session or, for all, another one learned. Results do not count: they are told only after they are known.</summary>
    public long Version => _shared.Version + Interlocked.Read(ref _ownVersion);

    public SqlCatalog Catalog => Volatile.Read(ref _own).Over(_shared.Catalog);

    /// <summary>Lets other statements see what this one may write while it runs.</summary>
    public PendingLineage Begin(SqlAnalysis analysis) => _shared.Begin([.. analysis.Statements.SelectMany(one => one.CatalogChanges)]);

    /// <summary>Takes in what statements may have done of which nobody knows how far they ran.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void LearnCautiously(IReadOnlyList<SqlStatement> statements)
    {
        var changes = SharedLineage.Cautious(statements.SelectMany(one => one.CatalogChanges));
        if (changes.Count > 0)
            _shared.Learn(changes);
    }

    /// <summary>Takes in what statements that succeeded teach; durable when this returns.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Learn(IReadOnlyList<SqlStatement> statements)
    {
        foreach (var statement in statements)
        {
            var own = statement.CatalogChanges.Where(IsOwn).ToList();
            var shared = statement.CatalogChanges.Except(own).ToList();
            if (own.Count > 0)
            {
                lock (_gate)
                    Volatile.Write(ref _own, _own.After(new LineageLine(own).AsStatement()));
                Interlocked.Increment(ref _ownVersion);
                _file.Append(new(own));
            }
            if (shared.Count > 0)
                _shared.Learn(shared);
        }
    }

    /// <summary>Remembers a result for RESULT_SCAN. False when the session has as many as are kept; a scan of it is then unknown.</summary>
    public bool Remember(string queryId, SqlStatement statement)
    {
        lock (_gate)
        {
            if (_results == ResultsMax)
                return false;
            _results++;
            Volatile.Write(ref _own, _own.WithResult(queryId, statement));
            return true;
        }
    }

    private bool IsOwn(CatalogChange change) => change.SessionOnly || Volatile.Read(ref _own).Find(change.Name) is not null;
}
