using System.Collections.Immutable;
using Snowtrail.Proxy.Sql.Lineage;

namespace Snowtrail.Proxy.Sql;

/// <summary>
/// What is known of objects whose data came from other objects. Immutable: every change gives the next catalog. One per session, over one
/// that all sessions share. Knowledge only grows until an object is made anew, for a taint that is forgotten is a leak; what was dropped is
/// kept aside, since it can be brought back.
/// </summary>
public sealed class SqlCatalog
{
    /// <summary>Most objects remembered one by one; past it new ones count as holding anything that any of them may hold.</summary>
    public const int ObjectsMax = 10_000;

    /// <summary>Most results remembered for RESULT_SCAN; the oldest goes first, and its lineage is then not known.</summary>
    public const int ResultsMax = 256;

    internal const string LastResult = "$LAST";

    private ImmutableDictionary<ObjectName, DerivedObject> _objects = ImmutableDictionary<ObjectName, DerivedObject>.Empty;
    private ImmutableDictionary<ObjectName, DerivedObject> _dropped = ImmutableDictionary<ObjectName, DerivedObject>.Empty;
    private ImmutableList<(ObjectName To, ObjectName From)> _containers = [];
    private ImmutableList<(string QueryId, IReadOnlyList<OutputColumn>? Columns, IReadOnlyList<ObjectName> BaseReads)> _results = [];
    private DerivedObject? _overflow;
    private DerivedObject? _droppedOverflow;
    private bool _hasLooseNames;
    private SqlCatalog? _shared;

    private SqlCatalog()
    {
    }

    /// <summary>Knows nothing.</summary>
    public static SqlCatalog Empty { get; } = new();

    /// <summary>The catalog after a statement succeeded, as its session sees it.</summary>
    public SqlCatalog After(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return Apply(statement.CatalogChanges);
    }

    /// <summary>The catalog after a statement succeeded, as other sessions see it: temporary objects, variables and results left out.</summary>
    public SqlCatalog AfterShared(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return Apply(statement.CatalogChanges.Where(one => !one.SessionOnly));
    }

    /// <summary>This catalog over another: what either knows holds.</summary>
    public SqlCatalog Over(SqlCatalog shared)
    {
        ArgumentNullException.ThrowIfNull(shared);
        var next = Copy();
        next._shared = shared == Empty ? null : shared;
        return next;
    }

    /// <summary>Remembers a result for RESULT_SCAN; it also becomes the last one.</summary>
    /// <param name="queryId">Identifier that the warehouse gave.</param>
    /// <param name="statement">The statement that gave the result.</param>
    public SqlCatalog WithResult(string queryId, SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(queryId);
        ArgumentNullException.ThrowIfNull(statement);
        var next = Copy();
        var results = _results.Count >= ResultsMax ? _results.RemoveAt(0) : _results;
        var columns = statement.OutputColumns is [] ? [Relation.Run([])] : statement.OutputColumns;
        next._results = results.Add((queryId, columns, statement.BaseReads));
        return next;
    }

    /// <summary>What is known of an object; null when nothing is. A name with missing parts finds all that it may mean.</summary>
    public DerivedObject? Find(ObjectName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = _objects.GetValueOrDefault(name);
        if (_objects.Count > 0 && (name.Database is null || name.Schema is null || name.Name == "*" || _hasLooseNames || IsCased(name)))
        {
            foreach (var (other, derived) in _objects)
            {
                found = other != name && other.CouldBe(name) ? Merge(found, derived) : found;
            }
        }

        foreach (var (to, from) in _containers)
        {
            if (to.CouldBe(name))
            {
                var origin = name with { Database = from.Database, Schema = from.Schema ?? name.Schema };
                found = Merge(found, new DerivedObject([Relation.Run([]) with { StarOf = [origin] }], true, [], [origin]));
            }
        }

        found = Merge(found, _overflow);
        return _shared?.Find(name) is { } shared ? Merge(found, shared) : found;
    }

    internal (IReadOnlyList<OutputColumn>? Columns, IReadOnlyList<ObjectName> BaseReads)? FindResult(string queryId)
    {
        var at = queryId == LastResult
            ? _results.Count - 1
            : _results.FindLastIndex(one => one.QueryId.Equals(queryId, StringComparison.OrdinalIgnoreCase));
        return at < 0 ? null : (_results[at].Columns, _results[at].BaseReads);
    }

    /// <summary>An object's columns: its own, with all that the catalog knows to be behind them.</summary>
    internal IReadOnlyList<OutputColumn> ColumnsOf(ObjectName name)
    {
        if (Find(name) is not { Complete: true } derived)
        {
            return [Follow(Relation.Run([]) with { StarOf = [name] })];
        }

        var any = derived.AnyColumn.SelectMany(Follow).ToList();
        return [.. derived.Columns.Select(one => Sources.Smear(Own(one, name), any))];
    }

    /// <summary>All that an object may hold.</summary>
    internal IReadOnlyList<SourceColumn> HeldBy(ObjectName name) =>
        Find(name) is null ? [] : Follow(new SourceColumn(name, "*", LineageKind.Derived));

    /// <summary>An object and all objects whose data it may hold.</summary>
    internal IReadOnlyList<ObjectName> BasesOf(ObjectName name)
    {
        var bases = new Ordered<ObjectName>();
        bases.Add(name);
        for (var i = 0; i < bases.List.Count; i++)
        {
            bases.AddRange(Find(bases.List[i])?.BaseReads ?? []);
        }

        return bases.List;
    }

    private OutputColumn Own(OutputColumn column, ObjectName name)
    {
        if (column.IsStar)
        {
            return Follow(column with { StarOf = [.. column.StarOf.Append(name).Distinct()] });
        }

        var own = new SourceColumn(name, column.Name ?? "*", LineageKind.Direct);
        return column with { Sources = Sources.Distinct(column.Sources.SelectMany(Follow).Prepend(own)) };
    }

    /// <summary>A source column and those behind it.</summary>
    private IReadOnlyList<SourceColumn> Follow(SourceColumn source)
    {
        var found = new Ordered<SourceColumn>();
        found.Add(source);
        for (var i = 0; i < found.List.Count; i++)
        {
            var at = found.List[i];
            if (Sources.IsOpaque(at) || Find(at.Object) is not { } derived)
            {
                continue;
            }

            var behind = at.Column == "*"
                ? derived.Columns.SelectMany(Sources.AllOf)
                : new Relation(derived.Columns).Find(at.Column)?.Sources ?? derived.AnyColumn;
            found.AddRange(Sources.As(at.Kind, behind.Concat(derived.AnyColumn)));
        }

        return found.List;
    }

    /// <summary>A run of columns with what lies behind each object that it shows.</summary>
    private OutputColumn Follow(OutputColumn star)
    {
        var objects = new Ordered<ObjectName>();
        objects.AddRange(star.StarOf);
        var byName = star.ByName.ToDictionary(one => one.Key, one => Sources.Distinct(one.Value.SelectMany(Follow)), SqlNames.Comparer);
        var sources = star.Sources.SelectMany(Follow).ToList();
        for (var i = 0; i < objects.List.Count; i++)
        {
            if (Find(objects.List[i]) is not { } derived)
            {
                continue;
            }

            sources.AddRange(derived.AnyColumn.SelectMany(Follow));
            foreach (var column in derived.Columns)
            {
                objects.AddRange(column.StarOf);
                if (column.Name is null)
                {
                    sources.AddRange(column.Sources.SelectMany(Follow));
                }

                IEnumerable<KeyValuePair<string, IReadOnlyList<SourceColumn>>> named =
                    column.Name is null ? column.ByName : [new(column.Name, column.Sources)];
                foreach (var (name, known) in named)
                {
                    byName[name] = Sources.Distinct((byName.GetValueOrDefault(name) ?? []).Concat(known.SelectMany(Follow)));
                }
            }
        }

        return star with { StarOf = objects.List, ByName = byName, Sources = Sources.Distinct(sources) };
    }

    private SqlCatalog Copy() => (SqlCatalog)MemberwiseClone();

    private SqlCatalog Apply(IEnumerable<CatalogChange> changes)
    {
        SqlCatalog? next = null;
        foreach (var change in changes)
        {
            next ??= Copy();
            next.Apply(change);
        }

        return next ?? this;
    }

    private void Apply(CatalogChange change)
    {
        switch (change.Kind)
        {
            case CatalogChangeKind.Define:
                Drop(change.Name);
                Put(change.Name, change.Lineage);
                break;
            case CatalogChangeKind.Taint:
                Put(change.Name, Merge(_objects.GetValueOrDefault(change.Name), change.Lineage));
                break;
            case CatalogChangeKind.Drop:
                Drop(change.Name);
                break;
            case CatalogChangeKind.Undrop:
                Put(change.Name, Merge(_objects.GetValueOrDefault(change.Name), Blurred(_dropped.GetValueOrDefault(change.Name) ?? _droppedOverflow)));
                break;
            case CatalogChangeKind.Reshape:
                Put(change.Name, Merge(_objects.GetValueOrDefault(change.Name) is { } old ? old with { Complete = false } : null, change.Lineage));
                break;
            case CatalogChangeKind.Rename when change.Name.Name == "*":
                _containers = _containers.Add((change.Other!, change.Name));
                break;
            case CatalogChangeKind.Swap when change.Name.Name == "*":
                _containers = _containers.Add((change.Other!, change.Name)).Add((change.Name, change.Other!));
                break;
            case CatalogChangeKind.Rename:
                Put(change.Other!, Merge(_objects.GetValueOrDefault(change.Other!), Moved(change.Name)));
                Drop(change.Name);
                break;
            case CatalogChangeKind.Swap:
                var (left, right) = (Moved(change.Name), Moved(change.Other!));
                Put(change.Name, Merge(_objects.GetValueOrDefault(change.Name), right));
                Put(change.Other!, Merge(_objects.GetValueOrDefault(change.Other!), left));
                break;
            default:
                throw new InvalidOperationException($"Catalog change {change.Kind} is not handled.");
        }
    }

    /// <summary>What an object holds once it has another name: what was known of it, and columns that go by its old name.</summary>
    private DerivedObject Moved(ObjectName from) =>
        Merge(new([Relation.Run([]) with { StarOf = [from] }], false, [], [from]), _objects.GetValueOrDefault(from))!;

    private void Drop(ObjectName name)
    {
        if (!_objects.TryGetValue(name, out var derived))
        {
            return;
        }

        _objects = _objects.Remove(name);
        if (_dropped.Count < ObjectsMax || _dropped.ContainsKey(name))
        {
            _dropped = _dropped.SetItem(name, Merge(_dropped.GetValueOrDefault(name), derived)!);
        }
        else
        {
            _droppedOverflow = Merge(_droppedOverflow, Blurred(derived));
        }
    }

    private void Put(ObjectName name, DerivedObject? derived)
    {
        if (derived is null)
        {
            return;
        }

        if (_objects.Count >= ObjectsMax && !_objects.ContainsKey(name))
        {
            _overflow = Merge(_overflow, Blurred(derived));
            return;
        }

        _objects = _objects.SetItem(name, derived);
        _hasLooseNames |= name.Database is null || name.Schema is null || IsCased(name);
    }

    private static bool IsCased(ObjectName name) => SqlNames.HasCase(name.Name) || SqlNames.HasCase(name.Schema) || SqlNames.HasCase(name.Database);

    /// <summary>The same data with the columns forgotten: any column may hold any of it.</summary>
    private static DerivedObject? Blurred(DerivedObject? derived) =>
        derived is null
            ? null
            : new([], false, Sources.Distinct(derived.AnyColumn.Concat(derived.Columns.SelectMany(Sources.AllOf))), derived.BaseReads);

    // Past these an object counts as holding anything: what a session can make grow must not make each statement slow.
    private const int ColumnsMax = 4_000;

    private const int SourcesMax = 1_000;

    private static IReadOnlyList<T> Bounded<T>(IReadOnlyList<T> items, T anything) => items.Count <= SourcesMax ? items : [anything];

    private static DerivedObject? Merge(DerivedObject? left, DerivedObject? right)
    {
        if (left is null || right is null)
        {
            return left ?? right;
        }

        if (left.Columns.Count + right.Columns.Count > ColumnsMax)
        {
            (left, right) = (Blurred(left)!, Blurred(right)!);
        }

        var any = Bounded(Sources.Distinct(left.AnyColumn.Concat(right.AnyColumn)), Sources.Opaque);
        var bases = Bounded([.. left.BaseReads.Concat(right.BaseReads).Distinct()], Sources.AnyObject);
        var sameShape = left.Complete && right.Complete && left.Columns.Count == right.Columns.Count
            && left.Columns.Zip(right.Columns).All(pair => pair.First.Name == pair.Second.Name && pair.First.IsStar == pair.Second.IsStar);
        if (sameShape)
        {
            return new([.. left.Columns.Zip(right.Columns, Sources.Merge)], true, any, bases);
        }

        // A taint of named columns keeps a shape that is known; names outside of it become columns beside.
        var merged = left.Columns.Select(one =>
            one.Name is null ? one : Sources.Smear(one, right.Columns.Where(other => other.Name == one.Name).SelectMany(other => other.Sources)));
        var added = right.Columns.Where(one => one.Name is null || left.Columns.All(other => other.Name != one.Name)).ToList();
        return new([.. merged, .. added], (left.Complete || right.Complete) && added.Count == 0 && left.Complete, any, bases);
    }
}
