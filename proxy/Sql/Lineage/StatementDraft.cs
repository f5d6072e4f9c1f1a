namespace Snowtrail.Proxy.Sql.Lineage;

/// <summary>A statement while it is being read.</summary>
internal sealed class StatementDraft
{
    public StatementClass Class { get; set; } = StatementClass.Unknown;

    public string Verb { get; set; } = "";

    public StatementFlags Flags { get; set; }

    public Ordered<ObjectName> Reads { get; } = new();

    public Ordered<ObjectName> BaseReads { get; } = new();

    public Ordered<ObjectName> Writes { get; } = new();

    public Ordered<string> Stages { get; } = new();

    public Ordered<string> Urls { get; } = new();

    public Ordered<string> Functions { get; } = new();

    public Ordered<SourceColumn> Predicates { get; } = new();

    public Ordered<string> ResultScans { get; } = new();

    public List<CatalogChange> Changes { get; } = [];

    public List<SqlStatement> Inner { get; } = [];

    public ObjectName? Created { get; set; }

    /// <summary>Columns of the result; empty for a statement whose result holds no stored data, null when they cannot be known.</summary>
    public IReadOnlyList<OutputColumn>? Output { get; set; } = [];

    /// <summary>Takes over what a statement inside this one does.</summary>
    public void Include(SqlStatement inner)
    {
        Inner.Add(inner);
        Flags |= inner.Flags;
        Reads.AddRange(inner.Reads);
        BaseReads.AddRange(inner.BaseReads);
        Writes.AddRange(inner.Writes);
        Stages.AddRange(inner.Stages);
        Urls.AddRange(inner.Urls);
        Functions.AddRange(inner.Functions);
        Predicates.AddRange(inner.PredicateColumns);
        ResultScans.AddRange(inner.ResultScans);
        Changes.AddRange(inner.CatalogChanges);
    }

    public SqlStatement Finish() => new()
    {
        Class = Class,
        Verb = Verb,
        Flags = Flags,
        Reads = Reads.List,
        BaseReads = BaseReads.List,
        Writes = Writes.List,
        Stages = Stages.List,
        Urls = Urls.List,
        Functions = Functions.List,
        PredicateColumns = Predicates.List,
        ResultScans = ResultScans.List,
        CatalogChanges = Changes,
        Inner = Inner,
        CreatedObject = Created,
        OutputColumns = Output is { } columns && columns.Any(one => Sources.AllOf(one).Any(Sources.IsOpaque)) ? null : Output,
    };
}
