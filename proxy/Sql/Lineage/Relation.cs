namespace Snowtrail.Proxy.Sql.Lineage;

/// <summary>Columns that a source or a query offers, in order; a star stands for those that are not known one by one.</summary>
internal sealed record Relation(IReadOnlyList<OutputColumn> Columns)
{
    public static Relation Nothing { get; } = new([]);

    /// <summary>One run of columns under any name, all of which may hold these.</summary>
    public static Relation Smeared(IEnumerable<SourceColumn> sources) => new([Run(sources)]);

    public static OutputColumn Run(IEnumerable<SourceColumn> sources) => new(null, Sources.Distinct(sources)) { IsStar = true };

    public bool HasStar => Columns.Any(one => one.IsStar);

    /// <summary>What a column of this name holds, and whether it is certain that there is one; null when there is none.</summary>
    public (IReadOnlyList<SourceColumn> Sources, bool Certain)? Find(string name)
    {
        var exact = Columns.Where(one => !one.IsStar && SqlNames.Same(one.Name, name)).SelectMany(one => one.Sources);
        var certain = Columns.Any(one => !one.IsStar && one.Name == name);

        // A column without alias has its text as name, which a reader can write in quotes.
        var maybe = Columns.Where(one => one.IsStar || (one.Name is null && !certain)).ToList();
        return !certain && maybe.Count == 0 && !Columns.Any(one => SqlNames.Same(one.Name, name))
            ? null
            : (Sources.Distinct(exact.Concat(maybe.SelectMany(one => one.IsStar ? Sources.Named(one, name) : one.Sources))), certain);
    }

    public IEnumerable<SourceColumn> All => Columns.SelectMany(Sources.AllOf);

    /// <summary>The same columns under other names.</summary>
    public Relation Renamed(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return this;
        }

        if (HasStar || names.Count != Columns.Count)
        {
            var all = Sources.Distinct(All);
            return new([.. names.Select(one => new OutputColumn(one, all))]);
        }

        return new([.. Columns.Select((one, i) => one with { Name = names[i] })]);
    }

    /// <summary>The columns of two sides of a set operation.</summary>
    public Relation Union(Relation other, bool byName)
    {
        if (byName)
        {
            return UnionByName(other);
        }

        var aligned = Columns.Count == other.Columns.Count
            && Columns.Zip(other.Columns).All(pair => pair.First.IsStar == pair.Second.IsStar)
            && Columns.Count(one => one.IsStar) <= 1;
        if (aligned)
        {
            return new([.. Columns.Zip(other.Columns, Sources.Merge)]);
        }

        var all = Sources.Distinct(other.All);
        return new([.. Columns.Select(one => Sources.Smear(one, all))]);
    }

    /// <summary>What columns hold that come to stand below something else.</summary>
    public IEnumerable<SourceColumn> Mixed(Relation other)
    {
        if (Columns.Count != other.Columns.Count)
        {
            return All.Concat(other.All);
        }

        return Columns.Zip(other.Columns)
            .Where(pair => !Sources.AllOf(pair.First).ToHashSet().SetEquals(Sources.AllOf(pair.Second)))
            .SelectMany(pair => Sources.AllOf(pair.First).Concat(Sources.AllOf(pair.Second)));
    }

    private Relation UnionByName(Relation other)
    {
        var merged = Columns.Select(one => one.Name is { } name && other.Find(name) is { } match ? Sources.Smear(one, match.Sources) : one);
        var added = other.Columns.Where(one => one.IsStar || one.Name is null || Find(one.Name) is not { Certain: true });
        return new([.. merged, .. added]);
    }
}
