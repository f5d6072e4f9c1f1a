using Snowtrail.Proxy.Sql.Lineage;

namespace Snowtrail.Proxy.Sql.Parsing;

/// <content>Statements that change data.</content>
internal sealed partial class SqlParser
{
    /// <summary>The object that a statement changes; null when its name is computed.</summary>
    private ObjectName? Target()
    {
        if (ObjectParts() is not { } parts)
        {
            _dynamic = true;
            return null;
        }

        if (Failed)
        {
            return null;
        }

        var name = _binder.Resolve(parts);
        _draft.Writes.Add(name);
        return name;
    }

    private TableSource TargetSource(ObjectName? target, bool aliasAllowed)
    {
        var source = new TableSource(target is null ? ["*"] : Parts(target)) { IsTarget = true };
        if (aliasAllowed && (Is("AS") || (AtName && !IsOneOf(Words.NoAlias))))
        {
            Take("AS");
            source.Alias = ColumnName();
        }

        return source;
    }

    private static string[] Parts(ObjectName name) => (name.Database, name.Schema) switch
    {
        (null, null) => [name.Name],
        (null, { } schema) => [schema, name.Name],
        ({ } database, var schema) => [database, schema ?? "", name.Name],
    };

    private void Insert()
    {
        Is(StatementClass.Dml, "INSERT");
        Expect("INSERT");
        Take("OVERWRITE");
        if (Is("ALL") || Is("FIRST"))
        {
            InsertMany();
            return;
        }

        Expect("INTO");
        var target = Target();
        var columns = IsSymbol("(") && !IsQueryAt(_at) ? Names() : [];
        var query = Query();
        if (!Failed)
        {
            Taint(target, columns, _binder.Query(query, _leading, null));
        }
    }

    private void InsertMany()
    {
        _at++;
        var select = new SelectNode();
        var targets = new List<(ObjectName? Target, List<string> Columns, List<Expression>? Values)>();
        while (!Failed && !IsQueryAt(_at))
        {
            if (Take("WHEN"))
            {
                select.Predicates.Add(Expr());
                Expect("THEN");
            }
            else
            {
                Take("ELSE");
            }

            Expect("INTO");
            var target = Target();
            var columns = IsSymbol("(") && !IsQueryAt(_at) ? Names() : [];
            targets.Add((target, columns, Is("VALUES") ? Rows()[0] : null));
        }

        select.Sources.Add(new QuerySource(Query()));
        if (targets.Count == 0)
        {
            Fail();
        }

        if (!Failed)
        {
            TaintMany(select, targets);
        }
    }

    private void TaintMany(SelectNode select, List<(ObjectName? Target, List<string> Columns, List<Expression>? Values)> targets)
    {
        select.Items.Add(new SelectItem(null, null) { StarQualifier = [] });
        var all = _binder.Select(select, _leading, null);
        foreach (var (target, columns, values) in targets)
        {
            var scope = new Scope(null);
            scope.Add(null, null, all);
            Taint(target, columns, values is null ? all : new Relation([.. values.Select(one => Column(null, one, scope))]));
        }
    }

    private OutputColumn Column(string? name, Expression value, Scope scope) =>
        new(name, Lineage.Sources.Distinct(_binder.Value(value, _leading, scope)));

    private void Update()
    {
        Is(StatementClass.Dml, "UPDATE");
        Expect("UPDATE");
        var target = Target();
        var select = new SelectNode();
        select.Sources.Add(TargetSource(target, aliasAllowed: true));
        Expect("SET");
        Assignments(select);
        if (Take("FROM"))
        {
            Sources(select.Sources, select);
        }

        Where(select);
        TaintNamed(target, select);
    }

    private void Assignments(SelectNode select)
    {
        do
        {
            var column = Is("IDENTIFIER") && IsSymbol("(", 1) ? IdentifierCall()?[^1] : DottedName()[^1];
            ExpectSymbol("=");
            select.Items.Add(new SelectItem(Take("DEFAULT") ? new Expression() : Expr(), column));
        }
        while (!Failed && TakeSymbol(","));
    }

    private void Where(SelectNode select)
    {
        if (Take("WHERE"))
        {
            Flag(StatementFlags.HasWhere);
            select.Predicates.Add(Expr());
        }
    }

    private void Delete()
    {
        Is(StatementClass.Dml, "DELETE");
        Expect("DELETE");
        Expect("FROM");
        var target = Target();
        var select = new SelectNode();
        select.Sources.Add(TargetSource(target, aliasAllowed: true));
        if (Take("USING"))
        {
            Sources(select.Sources, select);
        }

        Where(select);
        if (!Failed)
        {
            _binder.Select(select, _leading, null);
        }
    }

    private void Truncate()
    {
        Is(StatementClass.Dml, "TRUNCATE");
        Expect("TRUNCATE");
        Take("MATERIALIZED");
        _ = Take("TABLE") || Take("VIEW");
        _ = TakeBoth("IF", "EXISTS");
        Target();
    }

    private void Merge()
    {
        Is(StatementClass.Dml, "MERGE");
        Expect("MERGE");
        Expect("INTO");
        var target = Target();
        var select = new SelectNode();
        select.Sources.Add(TargetSource(target, aliasAllowed: true));
        Expect("USING");
        select.Sources.Add(Source());
        Expect("ON");
        select.Predicates.Add(Expr());
        var whole = false;
        var branches = 0;
        while (!Failed && Take("WHEN"))
        {
            whole |= MergeBranch(select);
            branches++;
        }

        if (branches == 0)
        {
            Fail();
        }

        TaintNamed(target, select, whole);
    }

    /// <summary>One WHEN of a MERGE; true when columns go over without being named.</summary>
    private bool MergeBranch(SelectNode select)
    {
        Take("NOT");
        Expect("MATCHED");
        if (Take("BY"))
        {
            _ = Take("SOURCE") || Take("TARGET");
        }

        if (Take("AND"))
        {
            select.Predicates.Add(Expr());
        }

        Expect("THEN");
        if (Take("DELETE"))
        {
            return false;
        }

        if (Take("UPDATE"))
        {
            if (TakeBoth("ALL", "BY"))
            {
                Expect("NAME");
                return true;
            }

            Expect("SET");
            Assignments(select);
            return false;
        }

        Expect("INSERT");
        if (TakeBoth("ALL", "BY"))
        {
            Expect("NAME");
            return true;
        }

        return MergeInsert(select);
    }

    private bool MergeInsert(SelectNode select)
    {
        var columns = IsSymbol("(") ? InsertColumns() : [];
        if (!Is("VALUES"))
        {
            Fail();
            return false;
        }

        var values = Rows()[0];
        for (var i = 0; i < values.Count; i++)
        {
            select.Items.Add(new SelectItem(values[i], i < columns.Count ? columns[i] : null));
        }

        return false;
    }

    /// <summary>Columns of an INSERT in a MERGE, which may carry the target's alias.</summary>
    private List<string> InsertColumns()
    {
        var names = new List<string>();
        ExpectSymbol("(");
        do
        {
            names.Add(DottedName()[^1]);
        }
        while (!Failed && TakeSymbol(","));

        ExpectSymbol(")");
        return names;
    }

    /// <summary>Notes that named columns of a target now hold what expressions over several sources give.</summary>
    private void TaintNamed(ObjectName? target, SelectNode select, bool whole = false)
    {
        if (Failed)
        {
            return;
        }

        var relation = _binder.Select(select, _leading, null);
        var any = relation.Columns.Where(one => one.Name is null).SelectMany(Lineage.Sources.AllOf).ToList();
        if (whole)
        {
            var source = new SelectNode();
            source.Sources.Add(select.Sources[1]);
            source.Items.Add(new SelectItem(null, null) { StarQualifier = [] });
            any.AddRange(_binder.Select(source, _leading, null).All);
        }

        AddTaint(target, [.. relation.Columns.Where(one => one.Name is not null)], any);
    }

    /// <summary>Notes that a target now also holds a query's columns, by position.</summary>
    private void Taint(ObjectName? target, List<string> columns, Relation relation)
    {
        if (target is null)
        {
            return;
        }

        if (columns.Count == 0 && _catalog.Find(target) is { Complete: true } shape && shape.Columns.All(one => one.Name is not null))
        {
            columns = [.. shape.Columns.Select(one => one.Name!)];
        }

        if (columns.Count > 0 && !relation.HasStar && relation.Columns.Count == columns.Count)
        {
            AddTaint(target, relation.Renamed(columns).Columns, []);
        }
        else
        {
            AddTaint(target, [], relation.All);
        }
    }

    private void AddTaint(ObjectName? target, IReadOnlyList<OutputColumn> columns, IEnumerable<SourceColumn> any)
    {
        if (target is null)
        {
            return;
        }

        IReadOnlyList<OutputColumn> named = [.. columns.Select(one => one with { Sources = Foreign(one.Sources, target) }).Where(one => one.Sources.Count > 0)];
        var smeared = Foreign(any, target);
        IReadOnlyList<ObjectName> bases = [.. _draft.BaseReads.List.Where(one => one != target)];
        if (named.Count + smeared.Count + bases.Count > 0)
        {
            _draft.Changes.Add(new CatalogChange(CatalogChangeKind.Taint, target) { Lineage = new DerivedObject(named, false, smeared, bases) });
        }
    }

    private static IReadOnlyList<SourceColumn> Foreign(IEnumerable<SourceColumn> sources, ObjectName target) =>
        Lineage.Sources.Distinct(sources.Where(one => one.Object != target && one.Kind != LineageKind.Counted));
}
