namespace Snowtrail.Proxy.Sql.Lineage;

/// <summary>Arithmetic over source columns.</summary>
internal static class Sources
{
    /// <summary>Any object whatever: what a name that is computed at run time may be.</summary>
    public static ObjectName AnyObject { get; } = new(null, null, "*");

    /// <summary>A value that cannot be traced: it may be any column of any object.</summary>
    public static SourceColumn Opaque { get; } = new(AnyObject, "*", LineageKind.Derived);

    public static bool IsOpaque(SourceColumn source) => source.Object == AnyObject;

    /// <summary>
    /// How a value is used that is used twice in a row. Counting hides the value for good; but what was made of it can be null or not by its value,
    /// as <c>nullif(v, guess)</c> is.
    /// </summary>
    public static LineageKind Compose(LineageKind outer, LineageKind inner) =>
        inner == LineageKind.Counted || (outer == LineageKind.Counted && inner == LineageKind.Direct) ? LineageKind.Counted
        : outer == LineageKind.Derived || inner == LineageKind.Derived ? LineageKind.Derived
        : LineageKind.Direct;

    public static IEnumerable<SourceColumn> As(LineageKind kind, IEnumerable<SourceColumn> sources) =>
        kind == LineageKind.Direct ? sources : sources.Select(one => one with { Kind = Compose(kind, one.Kind) });

    public static IReadOnlyList<SourceColumn> Distinct(IEnumerable<SourceColumn> sources)
    {
        var list = sources as IReadOnlyList<SourceColumn> ?? [.. sources];
        return list.Count < 2 ? list : [.. list.Distinct()];
    }

    /// <summary>All that a column, or a run of columns, may hold.</summary>
    public static IEnumerable<SourceColumn> AllOf(OutputColumn column) =>
        column.Sources
            .Concat(column.StarOf.Select(one => new SourceColumn(one, "*", LineageKind.Direct)))
            .Concat(column.ByName.Values.SelectMany(one => one));

    /// <summary>What a column of this name may hold, when it is one of a run.</summary>
    public static IEnumerable<SourceColumn> Named(OutputColumn star, string name) =>
        star.Sources
            .Concat(star.StarOf.Select(one => new SourceColumn(one, name, LineageKind.Direct)))
            .Concat(star.ByName.TryGetValue(name, out var known) ? known : []);

    /// <summary>Both columns' sources under the first one's name.</summary>
    public static OutputColumn Merge(OutputColumn left, OutputColumn right)
    {
        if (!left.IsStar && !right.IsStar)
        {
            return left with { Sources = Distinct(left.Sources.Concat(right.Sources)) };
        }

        return SameRun(left, right) ? left : Smear(left, AllOf(right));
    }

    private static bool SameRun(OutputColumn left, OutputColumn right) =>
        left.IsStar && right.IsStar && left.StarOf.SequenceEqual(right.StarOf) && left.ByName.Count == 0 && right.ByName.Count == 0
        && left.Sources.SequenceEqual(right.Sources);

    /// <summary>A column that may also hold these.</summary>
    public static OutputColumn Smear(OutputColumn column, IEnumerable<SourceColumn> sources) =>
        column with { Sources = Distinct(column.Sources.Concat(sources)) };
}
