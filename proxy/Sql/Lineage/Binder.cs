using Snowtrail.Proxy.Sql.Functions;
using Snowtrail.Proxy.Sql.Parsing;

namespace Snowtrail.Proxy.Sql.Lineage;

/// <summary>Gives names their meaning: which objects a query reads, and which of their columns each output column comes from.</summary>
internal sealed class Binder(SessionNames names, SqlCatalog catalog, StatementDraft draft, IReadOnlyList<SqlStatement> flow, int budget)
{
    private int _budget = budget;

    // Names times columns in sight: bounds the time that a text made to be slow can take.
    private long _work = 30L * budget;

    public ObjectName Resolve(string[] parts) => parts switch
    {
        [var name] => new(names.Database, names.Schema, name),
        [var schema, var name] => new(names.Database, schema, name),
        [.., var database, "", var name] => new(database, "PUBLIC", name),
        [.., var database, var schema, var name] => new(database, schema, name),
        _ => Sources.AnyObject,
    };

    /// <summary>A stage as lineage names it: the name without the path, after an at sign.</summary>
    public ObjectName ResolveStage(string stage)
    {
        var name = stage.AsSpan(1);
        var slash = name.IndexOf('/');
        var parts = (slash < 0 ? name : name[..slash]).ToString().Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = parts[i] is ['"', .., '"'] ? parts[i][1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : parts[i].ToUpperInvariant();
        }

        var resolved = parts is ["~"] ? new ObjectName(null, null, "~") : Resolve(parts);
        return resolved with { Name = "@" + resolved.Name };
    }

    public Relation Query(QueryNode query, CommonTables? tables, Scope? outer)
    {
        foreach (var common in query.CommonTables)
        {
            tables = new CommonTables(common.Name, Common(common, tables, outer), tables);
        }

        var result = Term(query.Terms[0], tables, outer);
        foreach (var term in query.Terms.Skip(1))
        {
            result = Union(result, Term(term, tables, outer), term);
        }

        Order(query, result, tables, outer);
        return Spend(result);
    }

    private Relation Common(CommonTable common, CommonTables? tables, Scope? outer)
    {
        if (common.Query.Terms.Count < 2 || common.Query.CommonTables.Count > 0)
        {
            return Query(common.Query, tables, outer).Renamed(common.Columns);
        }

        // It may name itself: the first term gives the columns, and rounds carry what they hold until nothing moves.
        var result = Term(common.Query.Terms[0], tables, outer).Renamed(common.Columns);
        for (var round = 0; round < RoundsMax; round++)
        {
            var before = result.All.Count();
            var self = new CommonTables(common.Name, result, tables);
            foreach (var term in common.Query.Terms.Skip(1))
            {
                result = Union(result, Term(term, self, outer), term);
            }

            if (result.All.Count() == before || _budget < 0)
            {
                Order(common.Query, result, tables, outer);
                return Spend(result);
            }
        }

        var all = Sources.Distinct(result.All);
        return Spend(new Relation([.. result.Columns.Select(one => Sources.Smear(one, all))]));
    }

    private const int RoundsMax = 8;

    private const int StarChangesMax = 1_000;

    private Relation Union(Relation left, Relation right, QueryTerm term)
    {
        _work -= left.Columns.Count + right.Columns.Count + left.Columns.Sum(one => one.Sources.Count);
        _work -= term.ByName ? (long)left.Columns.Count * right.Columns.Count : 0;
        if (_work < 0)
        {
            return Relation.Smeared([Sources.Opaque]);
        }

        // Whoever puts guesses beside values can tell by counting which of them are equal.
        draft.Predicates.AddRange(term.Compares ? left.All.Concat(right.All) : left.Mixed(right));
        return left.Union(right, term.ByName);
    }

    private void Order(QueryNode query, Relation result, CommonTables? tables, Scope? outer)
    {
        if (query.Ordering.Count == 0)
        {
            return;
        }

        var scope = new Scope(query.Terms is [{ Select: not null }] ? _lastScope ?? outer : outer);
        scope.Add(null, null, result);
        foreach (var expression in query.Ordering)
        {
            draft.Predicates.AddRange(Expression(expression, tables, scope));
            draft.Predicates.AddRange(expression.Ordinals.SelectMany(position => At(result.Columns, position)));
        }
    }

    /// <summary>What a column holds that is named by its position, from 1; 0 for any of them.</summary>
    private static IEnumerable<SourceColumn> At(IReadOnlyList<OutputColumn> columns, int position) =>
        position > 0 && columns.Take(position).All(one => !one.IsStar)
            ? columns.Skip(position - 1).Take(1).SelectMany(Sources.AllOf)
            : columns.SelectMany(Sources.AllOf);

    private Scope? _lastScope;

    private Relation Term(QueryTerm term, CommonTables? tables, Scope? outer)
    {
        if (term.Select is { } select)
        {
            return Select(select, tables, outer);
        }

        if (term.Query is { } query)
        {
            return Query(query, tables, outer);
        }

        var rows = term.Rows ?? [];
        var width = rows.Count == 0 ? 0 : rows.Max(one => one.Count);
        var columns = new List<OutputColumn>();
        for (var i = 0; i < width; i++)
        {
            var sources = rows.Where(one => one.Count > i).SelectMany(one => Expression(one[i], tables, outer ?? new Scope(null)));
            var all = Sources.Distinct(sources);
            draft.Predicates.AddRange(rows.Count > 1 ? all : []);
            columns.Add(new OutputColumn($"COLUMN{i + 1}", all));
        }

        return new Relation(columns);
    }

    public Relation Select(SelectNode select, CommonTables? tables, Scope? outer)
    {
        var scope = new Scope(outer);
        foreach (var source in select.Sources)
        {
            AddSource(source, tables, scope, select);
        }

        var columns = new List<OutputColumn>();
        foreach (var item in select.Items)
        {
            if (item.Value is null)
            {
                columns.AddRange(Star(item, select, tables, scope));
            }
            else
            {
                var column = new OutputColumn(item.Name, Sources.Distinct(Value(item.Value, tables, scope)));
                columns.Add(column);
                if (item.Name is not null)
                {
                    scope.Aliases[item.Name] = Sources.Distinct(column.Sources.Concat(scope.Aliases.GetValueOrDefault(item.Name) ?? []));
                }
            }
        }

        foreach (var predicate in select.Predicates)
        {
            draft.Predicates.AddRange(Expression(predicate, tables, scope));
            draft.Predicates.AddRange(predicate.Ordinals.SelectMany(position => At(position > 0 ? columns : Grouped(select, columns), position)));
        }

        draft.Predicates.AddRange(select.IsNatural ? scope.Relations.SelectMany(one => one.All) : []);
        draft.Predicates.AddRange(select.IsDistinct ? columns.SelectMany(Sources.AllOf).Where(one => !IsOriginal(one)) : []);
        _lastScope = scope;
        return Spend(new Relation(columns));
    }

    /// <summary>What GROUP BY ALL groups by: the columns that hold no aggregate.</summary>
    private static List<OutputColumn> Grouped(SelectNode select, List<OutputColumn> columns) =>
        columns.Count != select.Items.Count
            ? columns
            : [.. columns.Where((_, i) => select.Items[i].Value?.Functions.Any(one => Words.Aggregates.Contains(one[^1])) != true)];

    private void AddSource(SourceNode source, CommonTables? tables, Scope scope, SelectNode select)
    {
        if (source is GroupSource { Alias: null } group)
        {
            select.MergesColumns |= group.Select.MergesColumns;
            select.IsNatural |= group.Select.IsNatural;
            select.Predicates.AddRange(group.Select.Predicates);
            foreach (var inner in group.Select.Sources)
            {
                AddSource(inner, tables, scope, select);
            }

            return;
        }

        var name = source is TableSource table && CommonTable(table, tables) is null ? Resolve(table.Parts) : null;
        var alias = source.Alias ?? (source is TableSource { Parts: [var single] } && name is null ? single : null);
        scope.Add(alias, name, Source(source, tables, scope).Renamed(source.ColumnAliases));
    }

    private static Relation? CommonTable(TableSource table, CommonTables? tables) =>
        table.Parts.Length == 1 && !table.IsTarget ? CommonTables.Find(tables, table.Parts[0]) : null;

    private Relation Source(SourceNode source, CommonTables? tables, Scope scope)
    {
        switch (source)
        {
            case TableSource table:
                return CommonTable(table, tables) ?? Similar(Table(Resolve(table.Parts), table.IsTarget), table, tables);
            case QuerySource inner:
                return Query(inner.Query, tables, scope);
            case StageSource stage:
                return Stored(ResolveStage(stage.Stage));
            case FunctionSource function:
                return Function(function, tables, scope);
            case FlowSource back:
                return Earlier(back.Back);
            case ReshapedSource reshaped:
                return Reshape(reshaped, tables, scope);
            case GroupSource group:
                var all = new Scope(scope);
                foreach (var one in group.Select.Sources)
                {
                    AddSource(one, tables, all, group.Select);
                }

                return new Relation([.. all.Relations.SelectMany(one => one.Columns)]);
            default:
                draft.BaseReads.Add(Sources.AnyObject);
                return Relation.Smeared([Sources.Opaque]);
        }
    }

    private static Relation Similar(Relation stored, TableSource table, CommonTables? tables)
    {
        var others = table.Parts.Length == 1 ? CommonTables.Similar(tables, table.Parts[0]).SelectMany(one => one.All).ToList() : [];
        return others.Count == 0 ? stored : new([.. stored.Columns.Select(one => Sources.Smear(one, others))]);
    }

    /// <summary>Notes a read of an object.</summary>
    public void Read(ObjectName name)
    {
        draft.Reads.Add(name);
        draft.BaseReads.AddRange(catalog.BasesOf(name));
    }

    private Relation Table(ObjectName name, bool isTarget)
    {
        if (!isTarget)
        {
            Read(name);
        }

        return Stored(name);
    }

    public Relation Stored(ObjectName name) => Spend(new Relation(catalog.ColumnsOf(name)));

    private Relation Earlier(int back)
    {
        if (back > flow.Count)
        {
            return Relation.Smeared([Sources.Opaque]);
        }

        return flow[^back].OutputColumns switch
        {
            null => Relation.Smeared([Sources.Opaque]),
            [] => Relation.Smeared([]),
            var columns => new Relation(columns),
        };
    }

    private Relation Function(FunctionSource function, CommonTables? tables, Scope scope)
    {
        var name = function.Name[^1];
        var arguments = Sources.As(LineageKind.Derived, Expression(function.Arguments, tables, scope)).ToList();
        if (name == "RESULT_SCAN")
        {
            return ResultScan(function.FirstText);
        }

        if (function.Name.Length > 1 && function.Name[^2] == "INFORMATION_SCHEMA")
        {
            Read(Resolve(function.Name));
        }

        // How many rows come tells the arguments, as with array_generate_range(0, n).
        draft.Predicates.AddRange(arguments);
        return Relation.Smeared(arguments);
    }

    private Relation ResultScan(string? queryId)
    {
        if (queryId is not null && queryId != SqlCatalog.LastResult)
        {
            draft.ResultScans.Add(queryId);
        }

        if (queryId is null || catalog.FindResult(queryId) is not { } result)
        {
            // One user runs the queries of all sessions: an id that is computed may be that of any result of any of them.
            draft.BaseReads.Add(Sources.AnyObject);
            return Relation.Smeared([Sources.Opaque]);
        }

        draft.BaseReads.AddRange(result.BaseReads);
        return result.Columns is { } columns ? new Relation(columns) : Relation.Smeared([Sources.Opaque]);
    }

    private Relation Reshape(ReshapedSource reshaped, CommonTables? tables, Scope scope)
    {
        var inner = Source(reshaped.Inner, tables, scope);
        var name = reshaped.Inner is TableSource table ? Resolve(table.Parts) : null;
        var own = new Scope(scope);
        own.Add(reshaped.Inner.Alias, name, inner);

        // A PIVOT's values become names and shape the rows, and a pattern of rows is a filter: neither is looked at closer.
        List<SourceColumn> names = reshaped.All ? [.. inner.All] : reshaped.Names is { } expression ? Expression(expression, tables, own) : [];
        draft.Predicates.AddRange(names);
        var values = reshaped.All ? [] : Expression(reshaped.Values, tables, own);
        values = [.. Sources.As(reshaped.All || reshaped.Computes ? LineageKind.Derived : LineageKind.Direct, values.Concat(names))];
        return new Relation([AsRun(inner.Columns, Sources.Distinct(values))]);
    }

    /// <summary>Columns as one run, whose number and order are not known, and which may also hold these values.</summary>
    private static OutputColumn AsRun(IReadOnlyList<OutputColumn> columns, IReadOnlyList<SourceColumn> values)
    {
        var byName = new Dictionary<string, IReadOnlyList<SourceColumn>>(SqlNames.Comparer);
        var sources = new List<SourceColumn>(values);
        foreach (var column in columns)
        {
            if (column.IsStar || column.Name is null)
            {
                sources.AddRange(column.Sources);
            }
            else
            {
                byName[column.Name] = Sources.Distinct((byName.GetValueOrDefault(column.Name) ?? []).Concat(column.Sources));
            }

            foreach (var (name, known) in column.ByName)
            {
                byName[name] = Sources.Distinct((byName.GetValueOrDefault(name) ?? []).Concat(known));
            }
        }

        return Relation.Run(sources) with { StarOf = [.. columns.SelectMany(one => one.StarOf).Distinct()], ByName = byName };
    }

    private List<OutputColumn> Star(SelectItem item, SelectNode select, CommonTables? tables, Scope scope)
    {
        var relations = scope.Qualified(item.StarQualifier!).ToList();
        if (relations.Count == 0 || item.Replaced.Count + item.Renamed.Count > StarChangesMax || relations.Sum(one => (long)one.Columns.Count) > Math.Max(_budget, 0))
        {
            return [Relation.Run([Sources.Opaque])];
        }

        List<OutputColumn> columns = [.. relations.SelectMany(one => one.Columns)];
        if (select.MergesColumns && item.StarQualifier!.Length == 0)
        {
            columns = [AsRun(columns, [])];
        }

        foreach (var (name, value) in item.Replaced)
        {
            var sources = Sources.Distinct(Value(value, tables, scope));
            columns = columns.ConvertAll(one => Put(one, name, name, sources));
        }

        foreach (var (from, to) in item.Renamed)
        {
            var sources = Sources.Distinct(relations.SelectMany(one => one.Find(from)?.Sources ?? []));
            columns = columns.ConvertAll(one => Put(one, from, to, sources));
        }

        var excluded = item.Excluded.ToHashSet();
        return columns.FindAll(one => one.Name is null || !excluded.Contains(one.Name));
    }

    /// <summary>A column that now has these sources and another name; in a run, by that name.</summary>
    private static OutputColumn Put(OutputColumn column, string from, string to, IReadOnlyList<SourceColumn> sources)
    {
        if (!column.IsStar)
        {
            return SqlNames.Same(column.Name, from) ? new OutputColumn(to, sources) : column;
        }

        return column with { ByName = new Dictionary<string, IReadOnlyList<SourceColumn>>(column.ByName, SqlNames.Comparer) { [to] = sources } };
    }

    /// <summary>Sources of an expression as a value: unchanged when it is a plain column.</summary>
    public IEnumerable<SourceColumn> Value(Expression expression, CommonTables? tables, Scope scope) =>
        expression.IsPlain
            ? Expression(expression, tables, scope)
            : Sources.As(LineageKind.Derived, Expression(expression, tables, scope));

    /// <summary>Notes what an expression reads where its value does not matter.</summary>
    public void Note(Expression expression) => Expression(expression, null, new Scope(null));

    /// <summary>Sources of all that an expression uses.</summary>
    private List<SourceColumn> Expression(Expression expression, CommonTables? tables, Scope scope)
    {
        var found = new List<SourceColumn>();
        foreach (var (parts, counted) in expression.Columns)
        {
            _work -= scope.Cost;
            if (_work < 0)
            {
                return [Sources.Opaque];
            }

            found.AddRange(Sources.As(counted ? LineageKind.Counted : LineageKind.Direct, scope.Resolve(parts)));
        }

        foreach (var parts in expression.Distinct)
        {
            draft.Predicates.AddRange(scope.Resolve(parts).Where(one => !IsOriginal(one)));
        }

        foreach (var query in expression.Queries)
        {
            found.AddRange(Query(query, tables, scope).All);
        }

        foreach (var star in expression.Stars)
        {
            found.AddRange(scope.Qualified(star).SelectMany(one => one.All));
        }

        foreach (var variable in expression.Variables)
        {
            var held = new ObjectName(null, null, variable);
            found.AddRange(catalog.HeldBy(held));
            draft.BaseReads.AddRange(catalog.Find(held)?.BaseReads ?? []);
        }

        foreach (var function in expression.Functions)
        {
            found.AddRange(Called(function));
        }

        foreach (var stage in expression.Stages)
        {
            found.Add(new SourceColumn(ResolveStage(stage), "*", LineageKind.Derived));
        }

        if (expression.UsesPosition)
        {
            found.AddRange(scope.Relations.SelectMany(one => one.All));
        }

        if (expression.Opaque)
        {
            found.Add(Sources.Opaque);
        }

        _budget -= found.Count;
        return _budget < 0 ? [Sources.Opaque] : found;
    }

    /// <summary>True for a value as its table has it, of a table into which nothing was seen to be put.</summary>
    private bool IsOriginal(SourceColumn source) => source.Kind != LineageKind.Derived && catalog.Find(source.Object) is null;

    private IEnumerable<SourceColumn> Called(string[] function)
    {
        var name = Routine(function);
        if (BuiltInFunctions.Has(function))
        {
            return [];
        }

        if (catalog.Find(name) is not { } routine)
        {
            // Its body may read whatever there is, as that of a procedure.
            draft.BaseReads.Add(Sources.AnyObject);
            return [Sources.Opaque];
        }

        draft.BaseReads.AddRange(routine.BaseReads);
        return catalog.HeldBy(name).Where(one => one.Object != name);
    }

    /// <summary>A function or procedure as the catalog names it.</summary>
    public ObjectName Routine(string[] parts)
    {
        var name = Resolve(parts);
        return name with { Name = name.Name + "()" };
    }

    // Queries can multiply columns without end; past the bound nothing is followed any more.
    private Relation Spend(Relation relation)
    {
        _budget -= relation.Columns.Count + relation.Columns.Sum(one => one.Sources.Count + one.StarOf.Count + one.ByName.Count);
        return _budget < 0 ? Relation.Smeared([Sources.Opaque]) : relation;
    }
}
